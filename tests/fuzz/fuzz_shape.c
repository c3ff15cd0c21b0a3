#include "base/error.h"
#include "llm/shape.h"
#include "net/decoder.h"
#include "tests/fuzz/replay.h"

#include <string.h>

static const struct {
    enum meaning means;
    const char *event, *path;
} paths[] = {
    {MEANS_TEXT,          NULL,            "choices.*.delta.content"                        },
    {MEANS_TEXT,          "message_delta", "delta"                                          },
    {MEANS_REASONING,     NULL,            "choices.*.delta.reasoning"                      },
    {MEANS_TOOL_CALL,     NULL,            "choices.*.delta.tool_calls.*.function.arguments"},
    {MEANS_REFUSAL,       NULL,            "*.refusal"                                      },
    {MEANS_FINISH,        NULL,            "choices.*.finish_reason"                        },
    {MEANS_FINISH,        NULL,            "type=message_stop"                              },
    {MEANS_CHOICE,        NULL,            "choices.*.index"                                },
    {MEANS_TOKENS_IN,     NULL,            "usage.prompt_tokens"                            },
    {MEANS_TOKENS_OUT,    "message_delta", "usage.output_tokens"                            },
    {MEANS_TOKENS_CACHED, NULL,            "usage.prompt_tokens_details.cached_tokens"      },
    {MEANS_FAILURE,       NULL,            "error"                                          },
    {MEANS_FAILURE,       NULL,            "object=error"                                   },
};

static struct shape *shape_of_all(void)
{
    struct shape *s = shape_new("[DONE]");
    struct error err;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        must(shape_path(s, paths[i].means, paths[i].event, paths[i].path, &err) == 0);
    return s;
}

static int inside(struct span s, const char *text, size_t len)
{
    return !s.text || (s.text >= text && s.len <= len && s.text + s.len <= text + len);
}

/* The first line is the event's name, the rest its data; without a line's end it has no name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data, *line = size ? memchr(text, '\n', size) : NULL;
    struct event e = {.data = text, .data_len = size};
    struct shape *s = shape_of_all();
    struct finding f;

    if (line) {
        e.name = text;
        e.name_len = (size_t)(line - text);
        e.data = line + 1;
        e.data_len = size - e.name_len - 1;
    }
    shape_read(s, &e, &f);
    must(inside(f.output_of[MEANS_TEXT], e.data, e.data_len) &&
         inside(f.finish, e.data, e.data_len));
    must(inside(f.failure, e.data, e.data_len));
    must(!f.output_of[MEANS_TEXT].text == !(f.output & SAYS_TEXT));
    must(!f.malformed || (!f.output && !f.finished && !f.failed && !f.done));
    must(f.malformed || !f.cut);
    must(f.failed || !f.failure.text);
    must(f.tokens_in >= -1 && f.tokens_out >= -1 && f.tokens_cached >= -1);
    shape_free(s);
    return 0;
}

REPLAY("shape");
