#ifndef SIM_READINGS_H
#define SIM_READINGS_H

struct sim;

/* Keeps the tallies of the service's engines, one each, up to date with what they tell. */
void readings_begin(struct sim *s);

#endif
