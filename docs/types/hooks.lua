---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- the long flags by name, with _ for -: `options = { model = "llama", max_tokens = 200 }`; the command line
--- wins. `header` takes one, or several as `{ "Name: value" }` or `{ Name = "value" }`
---@class options
---@field scenarios table journeys side by side, by name (or a list of tables with a `name`). Each has a `journey`, a function or the name of a global one, and its load: `users` at a time, or a `rate` (a number a second, "2.5/s", "30/m") with an `arrival` ("poisson", "constant", "gamma") and gamma's `burstiness` (0.5), a `max_in_flight` and `on_full` ("queue", "drop"), or a `weight`: its part of the run's own `-c` or `-R`. Without any of these the weight is 1. Weights share users so that the parts make the whole, what is left over going to those who lost most by rounding. `-n` counts the journeys of all; it is shared out beforehand by weight, users or rate, evenly where these cannot be compared; whoever is through with its part leaves the others alone, and the report says for how long. A scenario's measurements go under its name too: `result.scenarios`. `user.scenario` is its name
options = {}

--- What a user does, from the beginning to the end; the same user then begins it again, as the load wants it.
--- It may wait. An error in it is counted and shown in the report with its traceback, the user, the scenario
--- and the step; the same one once, with its count. When the journeys of all users fail, the run ends early
--- with exit code 107.
---@param user user who goes through it
---@param shared any what `prepare` returned, or nil: one copy for all users of a worker
function journey(user, shared) end

--- Once for each user, before its first journey; it may wait. What it sends is measured under the step
--- `on_start`. It is no journey: a user of a closed load is due when it is over, and what it takes is never
--- counted as our own lateness.
---@param user user who begins
---@param shared any what `prepare` returned, or nil
function on_start(user, shared) end

--- Once for each user whose `on_start` went well (or, without one, who began a journey), when the run is over
--- and its last journey has ended, also after the first Ctrl-C. It may wait, as long as the grace lasts. What
--- it sends is measured under the step `on_stop`.
---@param user user who leaves
---@param shared any what `prepare` returned, or nil
function on_stop(user, shared) end

--- Once, in the main state, before the load. It may wait and send; nothing of that is measured. What it
--- returns is copied into every worker: nil, booleans, numbers, strings and tables of them, of any shape.
---@param user user a user outside of the load, with the id 0
---@return any # handed to every journey, `on_start`, `on_stop` and `cleanup` as `shared`
function prepare(user) end

--- Once, in the main state, after the load and before the report. It may wait and send; nothing of that is
--- measured.
---@param user user a user outside of the load, with the id 0
---@param shared any what `prepare` returned: itself, no copy
function cleanup(user, shared) end

--- Once a second while the load runs, in the main state. It may not wait: the load goes on beside it.
---@param live table the run so far: `elapsed` (seconds), `running` (journeys), `draining` (none begin any more), `begun`, `ok`, `failed`, `stopped` (requests), `journeys`, `journeys_failed`, `tokens`, `tokens_per_second` and `requests_per_second` (since the last tick), and `ttft`, `tpot`, `e2e`, `latency`, each with `count`, `mean`, `p50`, `p95`, `p99` and `max` in seconds, or nil before the first value
function tick(live) end

--- When the report has been printed and the summary written, in the main state.
---@param summary table wrk's: `duration` (us), `requests`, `bytes`, `errors`
---@param latency table wrk's statistics, in us: `min`, `max`, `mean`, `stdev`, `percentile(self, p)`
---@param requests table the same of each thread's requests a second
---@param result table the whole summary, as `--json` writes it
function done(summary, latency, requests, result) end

--- After `done`. Each text is written to its file, relative to the working directory.
---@param result table the whole summary, as `--json` writes it
---@return table # texts by the path of the file that each is to be
function report(result) end
