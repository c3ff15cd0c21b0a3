#ifndef CLI_RECORDS_OPTIONS_H
#define CLI_RECORDS_OPTIONS_H

struct error;

/* Options about what of a file is asked, for a run's table and that of `stoke data`. */
int option_format(void *text, const char *typed, struct error *err);
int option_range(void *range, const char *typed, struct error *err); /* 10..500 10.. ..500 10 */
int option_conversations(void *text, const char *typed, struct error *err);

#endif
