/* From what was typed, and what the script wants, to a run that can begin. */

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/prepare.h"
#include "tests/load/service.h"
#include "tests/tap.h"

static struct run run;
static struct error err;
static char line[512], shown[640];
static char *argv[32];

/* Reads a command line, cut at its spaces; @ is the service. Gives prepare_wish()'s code. */
static int type(const char *format, ...)
{
    char *at = NULL, *word;
    va_list args;
    int argc = 0;

    prepare_release(&run);
    run = (struct run){0};
    err.text[0] = '\0';
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    snprintf(shown, sizeof shown, "stoke %s", line);
    for (word = strtok_r(shown, " ", &at); word; word = strtok_r(NULL, " ", &at))
        argv[argc++] = strcmp(word, "@") ? word : service.url;
    return prepare_wish(&run, argc, argv, &err);
}

/* The code of both steps. */
static int prepare(const char *text)
{
    int code = type("%s", text);

    return code ? code : prepare_run(&run, &err);
}

static bool fails(const char *text, int code, const char *words)
{
    bool yes = prepare(text) == code && strstr(err.text, words);

    if (!yes)
        note("%s: %s", text, err.text);
    return yes;
}

static bool script_fails(const char *script, const char *words)
{
    bool yes;

    write_script(script);
    yes = type("-s %s @", script_path) == EXIT_BAD_SCRIPT && strstr(err.text, words) &&
          strstr(err.text, script_path);
    if (!yes)
        note("%s: %s", script, err.text);
    return yes;
}

static const struct plan *wanted(void)
{
    return &run.wish.plan;
}

static void test_typed(void)
{
    ok(type("-c 64 -d 30s -m llama http://a:8000 -H X-A:1 -H X-B:2") == 0);
    ok(wanted()->users == 64 && wanted()->lasts == 30 * NANOS_PER_SECOND);
    ok(!strcmp(wanted()->url, "http://a:8000") && !strcmp(wanted()->model, "llama"));
    ok(run.wish.header_count == 2 && !strcmp(run.wish.headers[1], "X-B:2"));
    ok(type("--help -c nothing") == EXIT_USAGE && type("--help") == 0 && run.wish.help);
    ok(fails("http://a http://b", EXIT_USAGE, "one URL is enough: what is \"http://b\"?"));
    ok(fails("--modle x http://a", EXIT_USAGE, "did you mean --model?"));
    ok(fails("-c 5", EXIT_USAGE, "where to?"));
    ok(fails("-t 4 -c 2 http://a", EXIT_USAGE, "more threads"));
    ok(fails("ftp://a/", EXIT_USAGE, "is no URL of a service"));
    ok(fails("-s /nowhere.lua @", EXIT_BAD_SCRIPT, "/nowhere.lua"));
}

static void test_script(void)
{
    write_script("options = { model = 'llama', connections = 7, duration = '1m', max_tokens = 5,"
                 " no_stream = true, quiet = false, temperature = 0.5, ['api-key-env'] = 'X',"
                 " header = 'X-A: 1' }\n"
                 "function journey() end");
    ok(type("-s %s @", script_path) == 0);
    ok(!strcmp(wanted()->model, "llama") && wanted()->users == 7 && wanted()->max_tokens == 5);
    ok(wanted()->lasts == 60 * NANOS_PER_SECOND && wanted()->no_stream && !run.wish.quiet);
    ok(wanted()->temperature == 0.5 && !strcmp(run.wish.key_variable, "X"));
    ok(!strcmp(wanted()->script, script_path) && run.wish.users_given && run.wish.duration_given);
    note("the command line wins, wherever the script stands in it");
    ok(type("@ -m mine -c 2 -s %s -H X-B:2 more arguments", script_path) == 0);
    ok(!strcmp(wanted()->model, "mine") && wanted()->users == 2 && wanted()->max_tokens == 5);
    ok(run.wish.header_count == 2 && !strcmp(wanted()->url, service.url));
    note("the texts stay, whatever the script's state does");
    lua_gc(run.script.L, LUA_GCCOLLECT, 0);
    ok(!strcmp(run.wish.headers[0], "X-A: 1") && !strcmp(run.wish.key_variable, "X"));

    write_script("options = { header = { 'X-B: 2', ['X-A'] = 1 }, u_latency = true }\n"
                 "function journey() end");
    ok(type("-s %s @", script_path) == 0 && run.wish.header_count == 2 && run.wish.uncorrected);
    ok(!strcmp(run.wish.headers[0], "X-B: 2") && !strcmp(run.wish.headers[1], "X-A: 1"));

    write_script("function journey() end");
    ok(type("-s %s @", script_path) == 0 && wanted()->users == 10 && !run.wish.users_given);
}

static void test_bad_scripts(void)
{
    ok(script_fails("options = { modle = 'x' }", "no option \"modle\"; did you mean \"model\"?"));
    ok(script_fails("options = { duration = 'soon' }", "--duration: \"soon\""));
    ok(script_fails("options = { connections = 0 }", "--connections: \"0\""));
    ok(script_fails("options = { 'llama' }", "expected names such as model"));
    note("a name that is none is said before what is wrong with its value");
    ok(script_fails("options = { prompts = {} }", "options.prompts: expected text"));
    ok(script_fails("options = { scenarioss = {} }",
                    "no option \"scenarioss\"; did you mean \"scenarios\"?"));
    ok(script_fails("options = { headers = { 'X: 1' } }",
                    "no option \"headers\"; did you mean \"header\"?"));
    ok(script_fails("options = { max_tokns = 5 }",
                    "no option \"max_tokns\"; did you mean \"max_tokens\"?"));
    ok(script_fails("options = { header = { 'nocolon' } }",
                    "options.header: item 1 is no header: expected"));
    note("what is neither true nor text is said, whatever the option");
    ok(script_fails("options = { model = print }", "options.model: expected text"));
    ok(script_fails("options = { model = true }",
                    "options.model: expected text or a number, got a boolean"));
    ok(script_fails("options = { duration = true }", "options.duration: "));
    ok(script_fails("options = 5", "options: expected a table"));
    ok(script_fails("function journey(", "expected"));
    ok(script_fails("error 'no more'", ":1: no more"));
    ok(script_fails("local function f() error 'x' end f() f()", "stack traceback"));
}

static void test_gaps(void)
{
    ok(prepare("@") == 0 && !strcmp(wanted()->api, "http") && wanted()->users == 10);
    ok(wanted()->threads == 1 && wanted()->scenarios[0].stage_count == 1);
    ok(!strcmp(run.wish.http.address, "127.0.0.1") && run.wish.http.address_port == service.port);
    ok(!strcmp(run.wish.http.host, "127.0.0.1") && run.wish.http.port == service.port);
    note("a count alone has no end in time; a rate alone has no limit of users");
    ok(prepare("-n 50 @") == 0 && wanted()->lasts == NANOS_NEVER);
    ok(prepare("-n 50 -d 3s @") == 0 && wanted()->lasts == 3 * NANOS_PER_SECOND);
    ok(prepare("-R 5 @") == 0 && wanted()->users == 0 && wanted()->arrival->open);
    ok(prepare("-R 5 -c 3 @") == 0 && wanted()->users == 3);
    note("who names a model or a prompt wants to chat, unless the URL says otherwise");
    ok(prepare("-m x @") == 0 && !strcmp(wanted()->api, "chat") && !strcmp(wanted()->model, "x"));
    ok(prepare("--api http @") == 0 && !strcmp(wanted()->api, "http"));
    ok(fails("-m x --api http @", EXIT_USAGE, "-m is for asking a model, and --api http"));
    snprintf(service.url, sizeof service.url, "http://127.0.0.1:%u/v1/completions/?a=b",
             service.port);
    ok(prepare("-m x @") == 0 && !strcmp(wanted()->api, "completions"));
    snprintf(service.url, sizeof service.url, "http://127.0.0.1:%u/v1/chat/completions",
             service.port);
    ok(prepare("-m x @") == 0 && !strcmp(wanted()->api, "chat"));
    note("the service is asked for its model if nobody names one");
    ok(prepare("@") == 0 && !strcmp(wanted()->model, "sim"));
    want(1, NANOS_PER_SECOND);
    ok(prepare("-p Hi @") == 0 && !strcmp(wanted()->model, "sim") && run.model);
    ok(prepare("-m auto @") == 0 && !strcmp(wanted()->model, "sim"));
}

static void test_key(void)
{
    setenv("STOKE_TEST_KEY", "sk-1", 1);
    unsetenv("STOKE_TEST_NO_KEY");
    ok(prepare("--api-key-env STOKE_TEST_KEY @") == 0 && !strcmp(wanted()->api_key, "sk-1"));
    ok(fails("--api-key-env STOKE_TEST_NO_KEY @", EXIT_USAGE, "variable STOKE_TEST_NO_KEY"));
    write_script("sk-2 \r\nnothing else");
    ok(type("--api-key-file %s @", script_path) == 0 && prepare_run(&run, &err) == 0);
    ok(!strcmp(wanted()->api_key, "sk-2"));
    write_script("\n");
    ok(type("--api-key-file %s @", script_path) == 0 && prepare_run(&run, &err) == EXIT_USAGE);
    ok(strstr(err.text, "there is no API key in") && strstr(err.text, script_path));
    ok(fails("--api-key-file /nowhere @", EXIT_USAGE, "/nowhere"));
}

/* Two ways to say one thing are a mistake in one place, but the command line wins over the script.
 */
static void test_rivals(void)
{
    write_script("options = { model = 'm', api_key_env = 'STOKE_TEST_KEY', prompts = '/nowhere' }\n"
                 "function journey() end");
    ok(type("-s %s --api-key-file none.key -p Why? @", script_path) == 0);
    ok(!run.wish.key_variable && !strcmp(run.wish.key_file, "none.key"));
    ok(!run.wish.prompts && !strcmp(wanted()->prompt, "Why?"));
    ok(type("-s %s @", script_path) == 0 && run.wish.key_variable && run.wish.prompts);
    ok(type("-s %s -p Why? --prompts x @", script_path) == EXIT_USAGE &&
       strstr(err.text, "both say"));
    note("journeys may ask a model whatever the api is, and go elsewhere");
    ok(type("-s %s --api http -p Why? --cert x @", script_path) == 0);
    ok(prepare_plan(&run, &err) == 0);
}

static void test_connect_to(void)
{
    char text[128];

    snprintf(text, sizeof text, "--connect-to 127.0.0.1:%u http://llm.example", service.port);
    ok(prepare(text) == 0 && !strcmp(run.wish.http.host, "llm.example"));
    ok(run.wish.http.port == 80 && !strcmp(run.wish.http.address, "127.0.0.1") &&
       run.wish.http.address_port == service.port);
    snprintf(text, sizeof text, "--connect-to llm.example:80:127.0.0.1:%u http://llm.example",
             service.port);
    ok(prepare(text) == 0 && run.wish.http.address_port == service.port);
    snprintf(text, sizeof text, "--connect-to ::127.0.0.1:%u http://llm.example", service.port);
    ok(prepare(text) == 0 && !strcmp(run.wish.http.address, "127.0.0.1"));
    ok(fails("--connect-to here http://a", EXIT_USAGE, "expected HOST:PORT"));
    ok(fails("--connect-to here:0 http://a", EXIT_USAGE, "expected HOST:PORT"));
    ok(fails("--connect-to here:99999 http://a", EXIT_USAGE, "expected HOST:PORT"));
    ok(fails("--connect-to :80 http://a", EXIT_USAGE, "expected HOST:PORT"));
    note("a proxy is left to find the service itself, but it must be there");
    snprintf(text, sizeof text, "--proxy http://127.0.0.1:%u http://llm.example", service.port);
    ok(prepare(text) == 0 && !run.wish.http.address);
    ok(fails("--proxy http://127.0.0.1:1 http://llm.example", EXIT_NOTHING,
             "cannot connect to the proxy \"http://127.0.0.1:1\""));
}

static void test_nobody(void)
{
    ok(prepare("--json /nowhere/x.json @") == EXIT_USAGE && strstr(err.text, "/nowhere/x.json"));
    ok(prepare("--journal /nowhere/x @") == EXIT_USAGE && strstr(err.text, "/nowhere/x"));
    ok(prepare("--prompts /nowhere @") == EXIT_USAGE && strstr(err.text, "/nowhere"));
    end_service();
    ok(prepare("@") == EXIT_NOTHING && strstr(err.text, "127.0.0.1"));
}

int main(void)
{
    begin_tests();
    begin_service(NANOS_PER_MS);
    want(1, NANOS_PER_SECOND);
    test_typed();
    test_script();
    test_bad_scripts();
    test_gaps();
    test_key();
    test_rivals();
    test_connect_to();
    test_nobody();
    prepare_release(&run);
    end_tests();
    return tap_done();
}
