#include "sim/say.h"

#include "sim/manner.h"
#include "sim/speech.h"

static enum next say_end(struct manner *m, struct speech *s, struct buf *out)
{
    speech_finish(s, out);
    if (m->usage)
        speech_usage(s, out);
    if (!m->no_done)
        speech_done(s, out);
    speech_end(s, out);
    return OVER;
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
    case SIM_TRUNCATE: speech_cut_bytes(s, out); return CUT;
    case SIM_ERROR: speech_error(s, out); break;
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

enum next say(struct manner *m, struct speech *s, unsigned at_once, struct buf *out)
{
    unsigned n = at_most(at_once, s->tokens - s->said);

    if (sim_given_yet(&m->given, SIM_COMMENTS, s->said))
        speech_comment(s, out);
    if (m->placed == SIM_BAD_JSON && s->said == m->place) {
        m->placed = SIM_FAULTS;
        speech_cut_json(s, out);
    } else if (m->placed != SIM_FAULTS && s->said == m->place) {
        return go_wrong(m, s, out);
    } else if (n) {
        speech_tokens(s, out, m->placed != SIM_FAULTS ? at_most(n, m->place - s->said) : n);
    }
    return s->said < s->tokens ? GO_ON : say_end(m, s, out);
}
