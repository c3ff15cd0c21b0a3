return {
  title = "Hooks", type = "hooks",
  about = [[Global functions of a script that stoke calls, and the global table `options`. A hook that is not defined
costs
nothing. Every worker reads the script into a Lua state of its own, where `journey`, `on_start` and `on_stop` run;
the main
state, where all others run, has read it as well. States share nothing but what `prepare` returns.]],
  functions = {
    { "journey(user, shared)",
      params = {
        { "user", "user", "who goes through it" },
        { "shared", "any", "what `prepare` returned, or nil: one copy for all users of a worker" },
      },
      where = "hook",
      about = [[What a user does, from the beginning to the end; the same user then begins it again, as the load
wants it. It may
wait. An error in it is counted and shown in the report with its traceback, the user, the scenario and the step; the
same one
once, with its count. When the journeys of all users fail, the run ends early with exit code 107.]],
      errors = [[A script without it, and without `options.scenarios`: "defines no function journey(user)", exit code
104.]],
      example = [[
function journey(user)
  local chat = user:chat { system = "You are terse." }
  for _ = 1, 3 do
    chat:ask "Tell me more."
    user:think("1s", "4s")
  end
end]],
    },
    { "on_start(user, shared)",
      params = {
        { "user", "user", "who begins" },
        { "shared", "any", "what `prepare` returned, or nil" },
      },
      where = "hook",
      about = [[Once for each user, before its first journey; it may wait. What it sends is measured under the step
`on_start`. It
is no journey: a user of a closed load is due when it is over, and what it takes is never counted as our own
lateness.]],
      errors = [[If it fails, so does the journey that waited for it, and it is tried again before the user's next
one.]],
      example = [[
function on_start(user)
  user.token = user:complete("log in").text
end

function journey(user)
  user:complete("I am " .. user.token)
end]],
    },
    { "on_stop(user, shared)",
      params = {
        { "user", "user", "who leaves" },
        { "shared", "any", "what `prepare` returned, or nil" },
      },
      where = "hook",
      about = [[Once for each user whose `on_start` went well (or, without one, who began a journey), when the run is
over and its
last journey has ended, also after the first Ctrl-C. It may wait, as long as the grace lasts. What it sends is
measured under
the step `on_stop`.]],
      errors = "An error in it is shown with those of journeys.",
      example = [[
function journey(user) user:complete "Hello" end

function on_stop(user)
  user:complete "log out"
end]],
    },
    { "prepare(user)",
      params = { { "user", "user", "a user outside of the load, with the id 0" } },
      returns = { { "any", "handed to every journey, `on_start`, `on_stop` and `cleanup` as `shared`" } },
      where = "hook",
      about = [[Once, in the main state, before the load. It may wait and send; nothing of that is measured. What it
returns is copied
into every worker: nil, booleans, numbers, strings and tables of them, of any shape.]],
      errors = [[If it fails, or returns what cannot be copied ("value.users[3].greet is a function"), nothing is
loaded: exit code
104.]],
      example = [[
function prepare(user)
  return { greeting = user:complete("How do you greet?").text }
end

function journey(user, shared)
  user:complete(shared.greeting)
end]],
    },
    { "cleanup(user, shared)",
      params = {
        { "user", "user", "a user outside of the load, with the id 0" },
        { "shared", "any", "what `prepare` returned: itself, no copy" },
      },
      where = "hook",
      about = [[Once, in the main state, after the load and before the report. It may wait and send; nothing of that
is measured.]],
      errors = [[An error in it is said on stderr and loses nothing; the exit code is 1 where it would have been 0.
Ctrl-C gives it up.]],
      example = [[
function journey(user) user:complete "Hello" end

function cleanup(user)
  user:complete "forget everything"
end]],
    },
    { "tick(live)",
      params = { { "live", "table", [[the run so far: `elapsed` (seconds), `running` (journeys), `draining` (none
begin any more),
`begun`, `ok`, `failed`, `stopped` (requests), `journeys`, `journeys_failed`, `tokens`, `tokens_per_second` and
`requests_per_second` (since the last tick), and `ttft`, `tpot`, `e2e`, `latency`, each with `count`, `mean`, `p50`,
`p95`,
`p99` and `max` in seconds, or nil before the first value]] } },
      where = "hook",
      about = "Once a second while the load runs, in the main state. It may not wait: the load goes on beside it.",
      errors = [[An error in it is said on stderr at the end, the first one with the count; the exit code is 1 where
it would have been
0.]],
      example = [[
function journey(user) user:complete "Hello" end

function tick(live)
  io.stderr:write(("%.0f s: %.0f tokens/s\n"):format(live.elapsed, live.tokens_per_second))
end]],
    },
    { "done(summary, latency, requests, result)",
      params = {
        { "summary", "table", "wrk's: `duration` (us), `requests`, `bytes`, `errors`" },
        { "latency", "table", "wrk's statistics, in us: `min`, `max`, `mean`, `stdev`, `percentile(self, p)`" },
        { "requests", "table", "the same of each thread's requests a second" },
        { "result", "table", "the whole summary, as `--json` writes it" },
      },
      where = "hook",
      about = "When the report has been printed and the summary written, in the main state.",
      errors = [[An error in it is said on stderr and loses nothing; the exit code is 1 where it would have been 0.]],
      example = [[
function journey(user) user:complete "Hello" end

function done(_, _, _, result)
  print(("worst user waited %.3f s"):format(result.metrics.ttft.max))
end]],
    },
    { "report(result)",
      params = { { "result", "table", "the whole summary, as `--json` writes it" } },
      returns = { { "table", "texts by the path of the file that each is to be" } },
      where = "hook",
      about = "After `done`. Each text is written to its file, relative to the working directory.",
      errors = [[What cannot be written, and what is no string, is said on stderr, and the other files are written;
the exit code is 1
where it would have been 0.]],
      example = [[
function journey(user) user:complete "Hello" end

function report(result)
  return { ["/tmp/stoke-example.csv"] = ("ok,failed\n%d,%d\n"):format(result.requests.ok, result.requests.failed) }
end]],
    },
  },
  fields = {
    { "options", "table", [[the long flags by name, with _ for -: `options = { model = "llama", max_tokens = 200 }`;
the command line
wins. `header` takes one, or several as `{ "Name: value" }` or `{ Name = "value" }`]] },
    { "options.scenarios", "table", [[journeys side by side, by name (or a list of tables with a `name`). Each has a
`journey`, a
function or the name of a global one, and its load: `users` at a time, or a `rate` (a number a second, "2.5/s",
"30/m") with an
`arrival` ("poisson", "constant", "gamma") and gamma's `burstiness` (0.5), a
`max_in_flight` and `on_full` ("queue", "drop"), or a `weight`: its part of the run's own
`-c` or `-R`. Without any of these the weight is 1.
Weights share users so that the parts make the whole, what is left over going to those who lost most by rounding.
`-n` counts
the journeys of all; it is shared out beforehand by weight, users or rate, evenly where these cannot be compared;
whoever is through with its part leaves the others alone, and the report says for how long. A scenario's
measurements go under its name too: `result.scenarios`. `user.scenario` is its name]] },
  },
}
