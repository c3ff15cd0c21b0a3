#ifndef PLAN_PROMPTS_FORMAT_H
#define PLAN_PROMPTS_FORMAT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct error;

/* Only for the files that read prompts: each format is one of these, and the first that
 * says it `is` the text gets to read it. Texts lie one behind the other in one arena. */
struct prompts {
    const char *path;   /* for messages, while reading */
    const char *format; /* set by whoever reads */
    struct buf texts;
    size_t *ends; /* of each text in `texts` */
    size_t count, cap, skipped;
};

struct prompts_format {
    bool (*is)(const char *text, size_t len);
    int (*read)(struct prompts *p, const char *text, size_t len, struct error *err);
};

extern const struct prompts_format prompts_json, prompts_jsonl, prompts_csv, prompts_lines;

void prompts_add(struct prompts *p, const char *text, size_t len); /* or skips, if it is blank */
bool prompts_blank(const char *text, size_t len);

/* A text taken apart at its line ends, "\n" or "\r\n". Begin with `rest` and `left`. */
struct prompts_line {
    const char *rest, *text;
    size_t left, len, number; /* of the line: 1 is the first */
};

bool prompts_next_line(struct prompts_line *line);

#endif
