#ifndef CLI_SERVICE_H
#define CLI_SERVICE_H

struct error;
struct run;

/* The way to the service: from which addresses of ours, and to which of its own. First what can be
 * known without asking anybody, then whether somebody answers there. */
int service_read(struct run *r, struct error *err);
int service_find(struct run *r, struct error *err);

#endif
