#ifndef TESTS_LLM_CHAT_H
#define TESTS_LLM_CHAT_H

/* The shape of OpenAI's chat completions, made in C: what the protocol's Lua gives. */
#include "base/error.h"
#include "llm/shape.h"
#include "tests/tap.h"

static inline void add_path(struct shape *s, enum meaning m, const char *event, const char *text)
{
    struct error err;

    if (shape_path(s, m, event, text, &err))
        printf("Bail out! %s\n", err.text);
}

static inline struct shape *chat_shape(void)
{
    static const struct {
        enum meaning means;
        const char *path;
    } paths[] = {
        {MEANS_TEXT,          "choices.*.delta.content"                        },
        {MEANS_TEXT,          "choices.*.message.content"                      },
        {MEANS_TEXT,          "choices.*.text"                                 },
        {MEANS_REASONING,     "choices.*.delta.reasoning_content"              },
        {MEANS_REASONING,     "choices.*.delta.reasoning"                      },
        {MEANS_REFUSAL,       "choices.*.delta.refusal"                        },
        {MEANS_TOOL_CALL,     "choices.*.delta.tool_calls.*.function.name"     },
        {MEANS_TOOL_CALL,     "choices.*.delta.tool_calls.*.function.arguments"},
        {MEANS_CHOICE,        "choices.*.index"                                },
        {MEANS_FINISH,        "choices.*.finish_reason"                        },
        {MEANS_TOKENS_IN,     "usage.prompt_tokens"                            },
        {MEANS_TOKENS_OUT,    "usage.completion_tokens"                        },
        {MEANS_TOKENS_CACHED, "usage.prompt_tokens_details.cached_tokens"      },
        {MEANS_FAILURE,       "error"                                          },
        {MEANS_FAILURE,       "object=error"                                   },
        {MEANS_FAILURE,       "choices.*.finish_reason=error"                  },
    };
    struct shape *s = shape_new("[DONE]");

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        add_path(s, paths[i].means, NULL, paths[i].path);
    return s;
}

#endif
