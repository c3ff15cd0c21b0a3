#include "sim/say.h"

#include "base/buf.h"
#include "sim/extra.h"
#include "sim/manner.h"
#include "sim/speech.h"

static enum next say_end(struct manner *m, struct speech *s, struct buf *out)
{
    speech_finish(s, out);
    if (m->usage && !s->usage_last)
        speech_usage(s, out);
    if (m->usage && sim_given_has(m->given, SIM_TWICE_USAGE))
        speech_usage(s, out);
    if (!m->no_done) {
        speech_done(s, out);
        extra_after(&m->given, s, out);
    }
    speech_end(s, out);
    return OVER;
}

static void say_error(const struct manner *m, struct speech *s, struct buf *out)
{
    int64_t shape = sim_given_argument(&m->given, SIM_ERROR, 0);

    if (shape && s->framing == FRAMING_SSE) {
        extra_error(s, out, shape);
        return;
    }
    speech_error(s, out);
}

/* For ever, or once for a while. */
static enum next fall_silent(struct manner *m)
{
    if (!sim_given_argument(&m->given, SIM_STALL, 0))
        return FALL_SILENT;
    m->placed = SIM_FAULTS;
    return WAIT;
}

static enum next go_wrong(struct manner *m, struct speech *s, struct buf *out)
{
    switch (m->placed) {
    case SIM_RESET: return RESET;
    case SIM_STALL: return fall_silent(m);
    case SIM_BAD_CHUNK: buf_put(out, "no length\r\n"); return CUT;
    case SIM_ERROR: say_error(m, s, out); break;
    case SIM_ERROR_EVENT: speech_error_event(s, out); break;
    default: break;
    }
    speech_end(s, out);
    return OVER;
}

static unsigned at_most(unsigned n, unsigned limit)
{
    return n < limit ? n : limit;
}

/* What is cut is the first event from there on: some tokens are in none of their own. */
static bool cut(struct manner *m, struct speech *s, unsigned n, struct buf *out)
{
    bool done =
        m->placed == SIM_BAD_JSON ? speech_cut_json(s, out, n) : speech_cut_bytes(s, out, n);

    if (done && m->placed == SIM_BAD_JSON)
        m->placed = SIM_FAULTS;
    return done && m->placed == SIM_TRUNCATE;
}

enum next say(struct manner *m, struct speech *s, unsigned at_once, struct buf *out)
{
    unsigned n = at_most(at_once, s->tokens - s->said);
    bool wrong = m->placed != SIM_FAULTS && s->said >= m->place;

    extra_between(&m->given, s, out);
    if (wrong && (m->placed == SIM_BAD_JSON || m->placed == SIM_TRUNCATE)) {
        if (cut(m, s, n, out))
            return CUT;
    } else if (wrong) {
        return go_wrong(m, s, out);
    } else if (n) {
        speech_tokens(s, out, m->placed != SIM_FAULTS ? at_most(n, m->place - s->said) : n);
    }
    if (s->said < s->tokens)
        return GO_ON;
    return m->placed != SIM_FAULTS && s->tokens ? go_wrong(m, s, out) : say_end(m, s, out);
}
