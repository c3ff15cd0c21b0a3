/* Whatever bytes a client sends, the simulated service goes on: a service without faults answers
 * in HTTP what it answers, JSON where it says so, and of no client anything is left, neither a
 * connection nor a descriptor. The inputs are what is sent, for people to read; their bytes seed
 * how they are cut, which service hears them and how the client leaves. */
#include "base/error.h"
#include "cli/sim_wish.h"
#include "sim/prefix.h"
#include "sim/tls.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/replies.h"
#include "tests/fuzz/visit.h"

#include <signal.h>

enum { CACHE = 256, WORDS_MAX = 32, LINE_MAX = 4096 };

/* clang-format off */
static const struct kind {
    bool honest;
    const char *line; /* what is told to it; ? is every second fault, now and then */
} kinds[] = {
    {true,  "sim --port 0 --instant --tokens 9"},
    {true,  "sim --port 0 --instant --stream-interval 4 --usage every --tool-calls 2 "
            "--tool-rounds 2 --reasoning 3 --truth /dev/null --bodies /dev/null"},
    {true,  "sim --port 0 --ttft 0s --gap 0s --tokens 5 --tool-calls 3 --tool-interleave "
            "--tool-fragment 1 --api-key key"},
    {true,  "sim --port 0 --preset tiny --time-scale 0.001 --max-model-len 300 --replicas 2 "
            "--max-queue 1 --tokens 9 --metrics sglang"},
    {false, "sim --port 0 --preset tiny --time-scale 0.001 --max-model-len 300 --max-seqs 1 "
            "--max-queue 1 --blocks 20 --spec-tokens 3 --fault ?"},
    {false, "sim --port 0 --tls --instant"},
    {false, "sim --port 0 --instant --tokens 9 --tool-calls 1 --fault ?"},
    {false, "sim --port 0 --instant --stream-interval 3 --tool-calls 2 --reasoning 3 --fault ?"},
};
/* clang-format on */

enum { KINDS = sizeof kinds / sizeof *kinds };

static struct house {
    struct loop *loop;
    struct prefix *cache;
    struct tls_identity *identity;
    struct sim *services[KINDS];
    char lines[KINDS][LINE_MAX]; /* services point into what they were told */
} house;

static struct sim *begin_service(char *line)
{
    char *words[WORDS_MAX], *rest = line;
    struct error err = {0};
    struct sim *s = NULL;
    struct sim_wish w;
    int count = 0;

    while (count < WORDS_MAX - 1 && (words[count] = strsep(&rest, " ")))
        count++;
    words[count] = NULL;
    sim_wish_init(&w);
    if (!sim_wish_read(&w, count, words, &err)) {
        w.options.cache = house.cache;
        w.options.tls = w.tls ? house.identity : NULL;
        s = sim_new(house.loop, &w.options, &err);
    }
    if (!s)
        fprintf(stderr, "%s\n", err.text);
    must(s);
    return s;
}

/* One or two of them befall each request. */
static void tell(char *line, const char *wish, int first)
{
    size_t len = strcspn(wish, "?");

    memcpy(line, wish, len);
    line[len] = '\0';
    for (int f = first; wish[len] && f < SIM_FAULTS; f += 2) {
        char *end = line + strlen(line);

        snprintf(end, (size_t)(line + LINE_MAX - end), "%s%s:.04", f > 1 ? "," : "",
                 sim_fault_name((enum sim_fault)f));
    }
}

static void begin_house(void)
{
    struct error err;

    if (house.loop)
        return;
    signal(SIGPIPE, SIG_IGN);
    house.loop = loop_new(&err);
    must(house.loop);
    house.cache = prefix_new(CACHE);
    house.identity = tls_identity_new(&err);
    must(house.identity);
    for (int k = 0; k < KINDS; k++) {
        tell(house.lines[k], kinds[k].line, k % 2);
        house.services[k] = begin_service(house.lines[k]);
    }
}

static uint64_t seed_of(const uint8_t *bytes, size_t n)
{
    uint64_t seed = 1;

    for (size_t i = 0; i < n; i++)
        seed = seed * 31 + bytes[i];
    return seed;
}

static int lowest_free(void)
{
    int fd = dup(STDERR_FILENO);

    close(fd);
    return fd;
}

/* Nothing is missing of what was said, unless the client did not want to hear it. */
static void check_heard(const struct visit *v)
{
    size_t left = replies_check(&v->heard);

    must(!left || v->had_enough);
}

/* Somebody else who has asked for something, and stays until he does not care any more. */
static struct visit company(struct sim *s, uint64_t seed)
{
    static const char ask[] =
        "POST /v1/completions HTTP/1.1\nAuthorization: Bearer key\n"
        "Content-Length: 62\n\n"
        "{\"prompt\":\"a\",\"stream\":true,\"max_tokens\":40,\"ignore_eos\":true}";
    struct visit v = visit_begin(s, seed);

    visit_say(&v, (const uint8_t *)ask, sizeof ask - 1);
    return v;
}

static void visit_kind(int k, const uint8_t *bytes, size_t n, uint64_t seed)
{
    int before = lowest_free();
    struct visit other = company(house.services[k], seed);
    struct visit v = visit_begin(house.services[k], seed + 1);

    visit_say(&v, bytes, n);
    if (seed % 3)
        visit_listen(&v, kinds[k].honest && seed % 3 == 1);
    visit_leave(&other);
    visit_listen(&v, kinds[k].honest);
    visit_end(&v);
    must(lowest_free() == before);
    if (kinds[k].honest && !memmem(bytes, n, "HEAD", 4)) /* to which bodies are only promised */
        check_heard(&v);
    buf_release(&v.heard);
    buf_release(&other.heard);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seed = seed_of(data, size);

    begin_house();
    visit_kind((int)(seed % KINDS), data, size, seed);
    return 0;
}

#ifdef FUZZER
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    uint64_t dice = seed;

    if (seed % 8 == 0 || max_size < 64)
        return LLVMFuzzerMutate(data, size, max_size);
    return mutate(data, size, max_size - 1, &dice);
}
#else

enum { MUTANTS = 200, ROOM = 1 << 14 }; /* of each seed in the corpus */

static bool survives(const char *path, uint64_t *dice)
{
    static uint8_t seed[ROOM], mutant[ROOM + 1];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(seed, 1, sizeof seed, file) : 0;

    if (file)
        fclose(file);
    for (int i = 0; n && i < MUTANTS; i++) {
        memcpy(mutant, seed, n);
        LLVMFuzzerTestOneInput(mutant, mutate(mutant, n, ROOM, dice));
    }
    return n;
}

/* What is nearly right, beside what is right. */
static void replay_mutants(void)
{
    uint64_t dice = tap_seed(1);
    struct dirent **entries;
    int count = scandir("tests/fuzz/corpus/service", &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        char path[512];

        snprintf(path, sizeof path, "tests/fuzz/corpus/service/%s", entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            tap_report(survives(path, &dice), __FILE__, __LINE__, "%d like %s", MUTANTS, path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void end_house(void)
{
    for (int k = 0; house.loop && k < KINDS; k++)
        sim_free(house.services[k]);
    if (house.loop)
        loop_free(house.loop);
    prefix_free(house.cache);
    tls_identity_free(house.identity);
}

int main(int argc, char **argv)
{
    int status;

    if (argc == 1)
        replay_mutants();
    status = replay(argc, argv, "service");
    end_house();
    return status;
}
#endif
