#ifndef PLAN_CALIBRATION_H
#define PLAN_CALIBRATION_H

/* How a length in tokens becomes one in bytes: before the load the service is asked what it makes
 * of texts that we know the lengths of. */
enum calibration_by {
    CALIBRATED_NOT,
    CALIBRATED_BY_GUESS,    /* the service says nothing of tokens */
    CALIBRATED_BY_TOKENIZE, /* its POST /tokenize */
    CALIBRATED_BY_USAGE,    /* of short requests, which it answered */
};

struct calibration {
    enum calibration_by by;
    double token_bytes; /* of our prose */
    double overhead;    /* tokens of a request beside its text: the chat template's */
    unsigned requests;  /* that it took */
};

#define CALIBRATION_GUESS 4.0 /* bytes a token, of English */

#endif
