/* Whatever way the network cuts a reply, the same is made of it; and wherever it ends, it is
 * truncated or whole. The exchange is the real one, with nothing below it: its half of http.h is
 * here, and the test says which bytes come. Each piece ends where a page begins that nobody may
 * read (tests/net/cuts.h). */

#define exchange_begin alone_begin
#define exchange_cancel alone_cancel
#define exchange_abandon alone_abandon
#define http_begin alone_http_begin
#define http_cancel alone_http_cancel
#define http_describe alone_http_describe
#define http_sent alone_http_sent
#define http_status alone_http_status
#define http_content_type alone_http_content_type

#include "llm/exchange.c"

#include "measure/metrics.h"
#include "tests/llm/chat.h"
#include "tests/net/cuts.h"
#include "tests/tap.h"

struct transfer {
    struct http_watch watch;
    void *owner;
    const char *type;
};

static struct transfer wire;

struct transfer *http_begin(struct http_line *line, const struct http_request *r,
                            const struct http_watch *watch, void *owner)
{
    (void)line, (void)r;
    wire.watch = *watch;
    wire.owner = owner;
    return &wire;
}

void http_cancel(struct transfer *t, enum fault why)
{
    (void)t, (void)why;
}

void http_describe(const struct http_request *r, struct buf *out)
{
    (void)r, (void)out;
}

nanos http_sent(const struct transfer *t)
{
    (void)t;
    return 1;
}

unsigned http_status(const struct transfer *t)
{
    (void)t;
    return 200;
}

const char *http_content_type(const struct transfer *t)
{
    return t->type;
}

#define DATA(data) "data: " data
#define EVENT(data) DATA(data) "\n\n"
#define SAID(text) "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" text "\"}}]}"
#define ENDS(why) "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" why "\"}]}"
#define COUNTS(in, out) "{\"prompt_tokens\":" in ",\"completion_tokens\":" out "}"
#define COUNTED(text, why, usage)                                                \
    "{\"choices\":[{\"delta\":{\"content\":\"" text "\"},\"finish_reason\":" why \
    "}],\"usage\":" usage "}"
#define SAYS(text) EVENT(SAID(text))
#define HAS(field, text) \
    EVENT("{\"choices\":[{\"delta\":{\"" field "\":\"" text "\",\"content\":null}}]}")
#define ROLE EVENT("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}")
#define CALLS \
    EVENT("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}]}")
#define PROLOGUE "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}"
#define STOP EVENT(ENDS("stop"))
#define OF(choice, text) \
    EVENT("{\"choices\":[{\"index\":" choice ",\"delta\":{\"content\":\"" text "\"}}]}")
#define STOPS(choice) \
    EVENT("{\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{},\"index\":" choice "}]}")
#define USAGE(in, out) EVENT("{\"choices\":[],\"usage\":" COUNTS(in, out) "}")
#define DONE "data: [DONE]\n\n"
#define CRLF "\r\n"

static const char sse[] = "text/event-stream", json[] = "application/json";
static const char ndjson[] = "application/x-ndjson";

static struct recorder recorder;
static struct shape *chat;
static struct guard guard;
static uint64_t dice;
static bool several; /* answers are asked for */

/* What was made of a reply, as a line of text:
 *     outcome "words" text/reasoning/refusal finish, token events/events, in>out of its usage */
struct account {
    struct buf text;
    enum fault outcome;
};

static void put_span(struct buf *out, struct span s, const char *after)
{
    cuts_escape(out, s.text, s.len);
    buf_put(out, after);
}

static void give_account(void *owner, const struct exchange_result *r)
{
    struct account *a = owner;
    const struct sample *s = r->sample;

    a->outcome = (enum fault)s->outcome;
    buf_addf(&a->text, "%s \"", fault_name(a->outcome));
    put_span(&a->text, r->words, "\" ");
    put_span(&a->text, r->text, "/");
    put_span(&a->text, r->reasoning, "/");
    put_span(&a->text, r->refusal, " ");
    buf_addf(&a->text, "%s, %u/%u", r->finish_reason ? r->finish_reason : "-", s->token_events,
             s->events);
    if (s->has_usage)
        buf_addf(&a->text, ", %u>%u", s->tokens_in, s->tokens_out);
}

static void end(void)
{
    const struct http_result r = {.status = 200, .begun = 1, .sent = 1, .ended = 2, .detail = ""};

    wire.watch.on_end(wire.owner, &r);
}

static void feed(const char *bytes, size_t n)
{
    wire.watch.on_bytes(wire.owner, guard_put(&guard, bytes, n), n, 1, true);
    guard_spoil(&guard, n);
}

/* A way to cut: the length of the first piece and of the others, or 0 for all that is left. */
struct way {
    size_t first, rest;
    bool at_random;
};

static size_t piece(const struct way *w, size_t at, size_t left)
{
    size_t size = w->at_random ? 1 + cuts_draw(&dice) % 40 : at ? w->rest : w->first;

    return size && size < left ? size : left;
}

static struct account account_of(const char *type, const char *body, size_t len, struct way w)
{
    static const struct exchange_watch watch = {.on_end = give_account};
    struct exchange_spec spec = {.shape = chat, .keep_text = true, .several = several};
    struct account a = {0};

    wire.type = type;
    exchange_begin(&recorder, &spec, &watch, &a);
    for (size_t at = 0, n; at < len; at += n) {
        n = piece(&w, at, len - at);
        feed(body + at, n);
    }
    end();
    return a;
}

struct reply {
    const char *what, *type, *body, *expect;
    int failures;
};

static void try(struct reply *r, struct way w)
{
    struct account a = account_of(r->type, r->body, strlen(r->body), w);

    if (strcmp(a.text.data, r->expect) != 0 && !r->failures++)
        note("cut at %zu, then %zu\n# expected %s\n#      got %s", w.first, w.rest, r->expect,
             a.text.data);
    buf_release(&a.text);
}

static void at_every_cut(struct reply *r)
{
    try(r, (struct way){0});
    for (size_t size = 1; size < 4; size++)
        try(r, (struct way){.first = size, .rest = size});
    for (size_t cut = 1; cut < strlen(r->body); cut++)
        try(r, (struct way){.first = cut});
    for (int round = 0; round < CUTS_RANDOM; round++)
        try(r, (struct way){.at_random = true});
    tap_report(!r->failures, __FILE__, __LINE__, "%s", r->what);
}

/* A good reply, once there is half an event of it. */
static void at_every_end(const struct reply *r)
{
    int failures = 0;

    for (size_t len = strcspn(r->body, "{") + 1; len < strlen(r->body); len++) {
        struct account a = account_of(r->type, r->body, len, (struct way){0});

        if (a.outcome != FAULT_TRUNCATED && a.outcome != FAULT_NONE && !failures++)
            note("the first %zu bytes: %s", len, a.text.data);
        buf_release(&a.text);
    }
    tap_report(!failures, __FILE__, __LINE__, "%s, ended anywhere", r->what);
}

static void reads(const char *what, const char *type, const char *body, const char *expect)
{
    struct reply r = {.what = what, .type = type, .body = body, .expect = expect};

    at_every_cut(&r);
    if (!strncmp(expect, "ok ", 3))
        at_every_end(&r);
}

static void ends(void)
{
    reads("as it should be", sse, ROLE SAYS("a") SAYS("b") STOP USAGE("7", "2") DONE,
          "ok \"\" ab// stop, 2/6, 7>2");
    reads("bytes after [DONE]", sse,
          SAYS("a") STOP DONE "data: x\n\n{]\n\nevent: error\n\n" SAYS("b"),
          "ok \"\" a// stop, 1/3");
    reads("[DONE] without a space", sse, SAYS("a") STOP "data:[DONE]\n\n", "ok \"\" a// stop, 1/3");
    reads("no [DONE]", sse, SAYS("a") STOP, "ok \"\" a// stop, 1/2");
    reads("[DONE] alone proves nothing", sse, SAYS("a") DONE,
          "truncated \"ended after 1 tokens without a finish reason\" a// -, 1/2");
    reads("no final newline", sse, SAYS("a") DATA(ENDS("stop")), "ok \"\" a// stop, 1/2");
    reads("one final newline", sse, SAYS("a") STOP "data: [DONE]\n", "ok \"\" a// stop, 1/3");
}

static void lines(void)
{
    reads("CRLF", sse,
          DATA(SAID("a")) CRLF CRLF DATA(ENDS("length")) CRLF CRLF "data: [DONE]" CRLF CRLF,
          "ok \"\" a// length, 1/3");
    reads("lone CR", sse, DATA(SAID("a")) "\r\r" DATA(ENDS("stop")) "\r\r",
          "ok \"\" a// stop, 1/2");
    reads("a mark of the byte order", sse, "\xef\xbb\xbf" SAYS("a") STOP, "ok \"\" a// stop, 1/2");
    reads("comments", sse,
          ": OPENROUTER PROCESSING\n\n" SAYS("a") ":\n\n: ping\n" SAYS("b") ":\n" STOP ":\n\n" DONE,
          "ok \"\" ab// stop, 2/4");
    reads("fields that mean nothing", sse,
          "id: 7\nretry: 3000\nevent: message\nfoo: bar\n" SAYS("a") STOP, "ok \"\" a// stop, 1/2");
    reads("several lines of data", sse,
          "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"a\"}}]}\n\n" STOP,
          "ok \"\" a// stop, 1/2");
    reads("letters of several bytes, escapes", sse, SAYS("\xc3\xa9\\u00e9\\ud83d\\ude00\\n") STOP,
          "ok \"\" \xc3\xa9\xc3\xa9\xf0\x9f\x98\x80\\n// stop, 1/2");
}

static void kinds(void)
{
    reads("reasoning, in both words", sse,
          ROLE HAS("reasoning_content", "hm") HAS("reasoning", " so") SAYS("42") STOP,
          "ok \"\" 42/hm so/ stop, 3/5");
    reads("a refusal", sse, HAS("refusal", "no") STOP, "ok \"\" //no stop, 1/2");
    reads("the call of a tool", sse, CALLS EVENT(ENDS("tool_calls")), "ok \"\" // tool_calls, 1/2");
    reads("the role and no more", sse, ROLE STOP DONE,
          "empty \"finish reason \"stop\", but no token\" // stop, 0/3");
    reads("Azure's prologue, heartbeats", sse,
          EVENT(PROLOGUE) SAYS("a") EVENT("{\"choices\":[]}") STOP, "ok \"\" a// stop, 1/4");
}

static void usage_and_formats(void)
{
    reads("usage null", sse, EVENT(COUNTED("a", "null", "null")) STOP USAGE("3", "4"),
          "ok \"\" a// stop, 1/3, 3>4");
    reads("usage on every chunk, growing", sse,
          EVENT(COUNTED("a", "null", COUNTS("3", "1")))
              EVENT(COUNTED("b", "\"stop\"", COUNTS("3", "2"))),
          "ok \"\" ab// stop, 2/2, 3>2");
    reads("usage twice", sse, SAYS("a") STOP USAGE("3", "1") USAGE("3", "5") DONE,
          "ok \"\" a// stop, 1/5, 3>5");
    reads(
        "in one piece, after empty lines", json,
        "\n\n\r\n{\"choices\":[{\"message\":{\"content\":\"all\"},\"finish_reason\":\"stop\"}]}\n",
        "ok \"\" all// stop, 1/1");
    reads("by lines", ndjson,
          "{\"choices\":[{\"text\":\"a\"}]}\n\n{\"choices\":[{\"text\":\"b\",\"finish_reason\":"
          "\"stop\"}]}\n",
          "ok \"\" ab// stop, 2/2");
}

static void choices(void)
{
    reads("a number that is the token's, not the choice's", sse, OF("3", "a") OF("4", "b") STOP,
          "ok \"\" ab// stop, 2/3");
    several = true;
    reads("several answers", sse, OF("0", "a") OF("1", "b") STOPS("1") OF("0", "c") STOPS("0") DONE,
          "ok \"\" abc// stop, 3/6");
    reads("several, but one does not end", sse, OF("0", "a") OF("1", "b") STOPS("1") DONE,
          "truncated \"ended after 2 tokens without a finish reason for each choice\" ab// stop, "
          "2/4");
    reads("several were asked for, one came", sse, OF("0", "a") STOPS("0") DONE,
          "ok \"\" a// stop, 1/3");
    reads("an end that does not say whose", sse,
          OF("0", "a") OF("1", "b") EVENT("{\"choices\":[{\"finish_reason\":\"stop\"}]}"),
          "ok \"\" ab// stop, 2/3");
    reads("several, none with a number", sse,
          HAS("refusal", "a") HAS("refusal", "b")
              EVENT("{\"choices\":[{\"finish_reason\":\"stop\"}]}"),
          "ok \"\" //ab stop, 2/3");
    reads("several in one piece", json,
          "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"},"
          "{\"index\":1,\"message\":{\"content\":\"b\"},\"finish_reason\":\"length\"}]}",
          "ok \"\" a// stop, 1/1");
    several = false;
}

static void errors(void)
{
    reads("an error in words", sse,
          SAYS("a") EVENT("{\"error\":{\"message\":\"out of \\\"memory\\\"\",\"code\":500}}") DONE,
          "in_stream \"out of \"memory\"\" a// -, 1/3");
    reads("an error first", sse,
          EVENT("{\"error\":{\"message\":\"The request queue is full.\",\"code\":503}}") DONE,
          "in_stream \"The request queue is full.\" // -, 0/2");
    reads("an error without its wrapper", sse,
          SAYS("a") EVENT("{\"object\":\"error\",\"message\":\"no\",\"code\":500}"),
          "in_stream \"no\" a// -, 1/2");
    reads("an error that is text", sse,
          SAYS("a") EVENT("{\"error\":\"Request failed\",\"error_type\":\"generation\"}"),
          "in_stream \"Request failed\" a// -, 1/2");
    reads("an error in a comment", sse, SAYS("a") "event: error\n: worker gone\n\n",
          "in_stream \"worker gone\" a// -, 1/2");
    reads("an event named error", sse,
          "event: error\n" EVENT(
              "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
          "in_stream \"Overloaded\" // -, 0/1");
    reads("a field named error", sse,
          SAYS("a") "error: {\"code\":400,\"message\":\"too long\"}\n\n",
          "in_stream \"too long\" a// -, 1/2");
    reads("an error beside a finish reason", sse,
          EVENT("{\"error\":{\"message\":\"gone\"},\"choices\":[{\"finish_reason\":\"error\"}]}"),
          "in_stream \"gone\" // error, 0/1");
    reads("an error without words", sse, SAYS("a") "event: error\n\n",
          "in_stream \"an error without words\" a// -, 1/2");
    reads("an error after what is no JSON", sse, "data: x\n\n" EVENT("{\"error\":\"y\"}"),
          "in_stream \"y\" // -, 0/2");
    reads("an error and no stream", json, "{\"error\":{\"message\":\"no such model\"}}",
          "in_stream \"no such model\" // -, 0/1");
    reads("an error by lines", ndjson, "{\"choices\":[{\"text\":\"a\"}]}\n{\"error\":\"no\"}\n",
          "in_stream \"no\" a// -, 1/2");
}

static void strangers(void)
{
    reads("what is no JSON", sse, SAYS("a") EVENT("{\"choices\":[}") STOP,
          "malformed \"{\"choices\":[}\" a// stop, 1/3");
    reads("half an event in the middle", sse, SAYS("a") EVENT("{\"choi") STOP,
          "malformed \"{\"choi\" a// stop, 1/3");
    reads("half an event at the end", sse,
          SAYS("a") DATA("{\"choices\":[{\"delta\":{\"content\":\""),
          "truncated \"broke off inside its JSON, after 1 tokens\" a// -, 1/1");
    reads("one piece, broken off", json, "{\"choices\":[{\"message\":{\"content\":\"al",
          "truncated \"broke off inside its JSON, after 0 tokens\" // -, 0/0");
    reads("other JSON", json, "{\"detail\":\"Not Found\"}",
          "malformed \"status 200 with a body of application/json: {\"detail\":\"Not Found\"}\" // "
          "-, 0/1");
    reads("a page", "text/html", "<html>\n<body>Sign in</body></html>",
          "malformed \"status 200 with a body of text/html: <html> <body>Sign in</body></html>\" "
          "// -, 0/0");
    reads("compressed", json, "\x1f\x8b\b \xff",
          "malformed \"status 200 with a body of application/json: \\x1f\\x8b\\x08 \\xff\" // -, "
          "0/0");
    reads("nothing", sse, "", "malformed \"status 200 without a body\" // -, 0/0");
    reads("nothing but empty lines", sse, "\n\n\n",
          "malformed \"status 200 with a body of text/event-stream:    \" // -, 0/0");
    reads("nothing but comments", sse, ": ping\n\n: ping\n\n",
          "malformed \"status 200 with a body of text/event-stream: : ping  : ping  \" // -, 0/0");
}

int main(void)
{
    guard = guard_new();
    dice = tap_seed(20262);
    recorder = (struct recorder){.metrics = metrics_new(NULL)};
    timeline_add(&recorder.timeline, 0, NANOS_NEVER, false);
    chat = chat_shape();
    ends();
    lines();
    kinds();
    usage_and_formats();
    choices();
    errors();
    strangers();
    shape_free(chat);
    metrics_free(recorder.metrics);
    timeline_release(&recorder.timeline);
    guard_free(&guard);
    return tap_done();
}
