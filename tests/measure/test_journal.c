#include "measure/journal.h"

#include "base/error.h"
#include "base/json.h"
#include "measure/label.h"
#include "tests/measure/made.h"
#include "tests/tap.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { WRITERS = 4, EACH = 2000 };

static char path[] = "/tmp/stoke_journal_XXXXXX";

static char *read_whole(size_t *len)
{
    FILE *f = fopen(path, "r");
    char *text = calloc(1, 32 << 20);

    *len = fread(text, 1, (32 << 20) - 1, f);
    fclose(f);
    return text;
}

static void a_line_has_every_moment(struct labels *ls)
{
    struct error err;
    struct journal *j = journal_open(path, &err);
    struct sample s = made_sample();
    const nanos stamps[] = {T0 + 1, T0 + 2};
    const char *want =
        "{\"outcome\":\"ok\",\"status\":200,\"user\":7,\"turn\":2,\"stage\":3,"
        "\"scenario\":\"calm\",\"step\":\"a \\\"step\\\"\","
        "\"request_id\":\"r-1\",\"due\":1000000000000,\"ready\":1000000000000,"
        "\"begun\":1000000010000,\"connected\":null,\"tls_done\":null,\"sent\":1000000100000,"
        "\"first_byte\":1000040100000,\"first_event\":1000041100000,"
        "\"first_token\":1000050100000,\"first_answer\":1000050100000,"
        "\"last_token\":1001040100000,\"ended\":1001042100000,\"tokens_in\":20,"
        "\"tokens_out\":100,\"events\":102,\"token_events\":100,"
        "\"coalesced\":0,\"bytes_up\":300,\"bytes_down\":20000,\"warmup\":false,\"good\":true,"
        "\"reused\":true,\"retried\":false,\"llm\":true,\"streamed\":true,\"kernel\":true,"
        "\"tokens_at\":[1000000000001,1000000000002]}\n";
    char *text;
    size_t len;

    s.user = 7;
    s.turn = 2;
    s.stage = 3;
    s.good = true;
    s.scenario = labels_add(ls, "calm");
    s.step = labels_add(ls, "a \"step\"");
    journal_add(j, &s, ls, "r-1", stamps, 2);
    s.outcome = STOPPED;
    s.has_usage = s.has_input = false;
    s.has_cached = true;
    s.tokens_cached = 8;
    journal_add(j, &s, ls, NULL, NULL, 0);
    ok(journal_close(j, &err) == 0);
    text = read_whole(&len);
    ok(strncmp(text, want, strlen(want)) == 0);
    ok(strstr(text + strlen(want), "\"outcome\":\"stopped\"") != NULL);
    ok(strstr(text + strlen(want), "\"request_id\":null") != NULL);
    ok(strstr(text + strlen(want), "\"ended\":1001042100000,\"tokens_cached\":8,\"events\"") !=
       NULL);
    ok(!strstr(text + strlen(want), "tokens_out") && !strstr(text + strlen(want), "tokens_at"));
    free(text);
}

struct writer {
    pthread_t thread;
    struct journal *journal;
    struct labels *labels;
    unsigned number;
};

static void *write_many(void *arg)
{
    struct writer *w = arg;
    struct sample s = made_sample();

    for (unsigned i = 0; i < EACH; i++) {
        s.user = w->number * EACH + i;
        journal_add(w->journal, &s, w->labels, NULL, NULL, 0);
    }
    return NULL;
}

static bool good_line(const char *line, size_t len, uint64_t *user)
{
    struct json j;

    json_begin(&j, line, len);
    if (json_value(&j) != JSON_OBJECT)
        return false;
    while (json_key(&j)) {
        bool wanted = json_is(&j, "user");

        if (!wanted) {
            json_skip(&j);
            continue;
        }
        json_value(&j);
        *user = (uint64_t)json_number(&j);
    }
    return json_over(&j);
}

/* Enough to fill the buffer several times. */
static void lines_of_all_threads_are_whole(struct labels *ls)
{
    struct error err;
    struct writer w[WRITERS];
    struct journal *j = journal_open(path, &err);
    static unsigned char seen[WRITERS * EACH];
    unsigned bad = 0, lines = 0, twice = 0;
    size_t len;
    char *text;

    for (unsigned i = 0; i < WRITERS; i++) {
        w[i] = (struct writer){.journal = j, .labels = ls, .number = i};
        pthread_create(&w[i].thread, NULL, write_many, &w[i]);
    }
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_join(w[i].thread, NULL);
    ok(journal_close(j, &err) == 0);
    text = read_whole(&len);
    for (char *at = text, *end; (end = strchr(at, '\n')); at = end + 1, lines++) {
        uint64_t user = 0;

        bad += !good_line(at, (size_t)(end - at), &user);
        twice += seen[user]++ > 0;
    }
    ok(len > 3 << 20 && text[len - 1] == '\n');
    ok(lines == WRITERS * EACH && bad == 0 && twice == 0);
    free(text);
}

static void failures_are_told(struct labels *ls)
{
    struct error err = {{0}};
    struct sample s = made_sample();
    struct journal *j;

    ok(!journal_open("/nowhere/at/all", &err));
    ok(strstr(err.text, "'/nowhere/at/all': No such file") != NULL);
    j = journal_open("/dev/full", &err);
    for (int i = 0; i < 4000; i++)
        journal_add(j, &s, ls, NULL, NULL, 0);
    ok(journal_close(j, &err) == -1);
    ok(strstr(err.text, "'/dev/full' is not complete: No space left") != NULL);
    ok(journal_close(NULL, &err) == 0);
}

int main(void)
{
    struct labels *ls = labels_new();

    close(mkstemp(path));
    a_line_has_every_moment(ls);
    lines_of_all_threads_are_whole(ls);
    failures_are_told(ls);
    unlink(path);
    labels_free(ls);
    return tap_done();
}
