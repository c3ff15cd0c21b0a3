-- People of a soak, twenty times as fast: a chat of a few turns, with thinking in between; they come and
-- leave with the stages, so users, connections and conversations are made and given up all the time.
-- The first cycle alone is measured: each stage that is has distributions of its own, which are kept
-- (some hundred KB a worker) and would look like something that is lost.

options = { model = "sim", max_tokens = 20, stages = {} }

for i = 1, 6 do
  local left_out = i > 1
  options.stages[3 * i - 2] = { name = "up " .. i, from = 0, to = 60, lasts = "5s", warmup = left_out }
  options.stages[3 * i - 1] = { name = "hold " .. i, to = 60, lasts = "5s", warmup = left_out }
  options.stages[3 * i] = { name = "down " .. i, to = 0, lasts = "5s", warmup = left_out }
end

local came = require("stoke.metric").counter "came"

function on_start(user) came:add(1); user.mood = { id = user.id } end

function on_stop(user) user.mood = nil end

function journey(user)
  local chat = user:chat { system = "Be terse, " .. user.id .. "." }
  for turn = 1, user.random:between(2, 5) do
    local reply = user:step("turn", chat.ask, chat, ("What of %d? "):format(turn):rep(user.random:between(1, 40)))
    user:check("answered", reply.ok)
    user:think("50ms", "200ms")
  end
end
