#ifndef SIM_PACKED_H
#define SIM_PACKED_H

struct buf;

/* A vector as clients unpack it without reading numbers: its floats, the lowest byte of each
 * first, in base64. */
void packed_put(struct buf *out, const float *v, unsigned size);

#endif
