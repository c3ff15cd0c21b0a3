#ifndef SIM_ABOUT_H
#define SIM_ABOUT_H

struct conn;
struct request;

/* What services tell of themselves and their models, each in the shape of its protocol. There is
 * one model. */
void about_models(struct conn *c, const struct request *r); /* as the client's headers say it is */
void about_gemini(struct conn *c, const struct request *r);
void about_ollama_tags(struct conn *c, const struct request *r);
void about_ollama_show(struct conn *c, const struct request *r);
void about_ollama_version(struct conn *c, const struct request *r);
void about_tgi(struct conn *c, const struct request *r);
void about_llamacpp(struct conn *c, const struct request *r);

#endif
