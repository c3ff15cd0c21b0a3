-- Journeys side by side: of the run's users three in four chat, one looks things up, and jobs come at
-- a rate of their own whatever the others do. Each has its part of the report.
--
--   stoke -s scripts/mixed.lua -c 20 -d 30s -m auto http://localhost:8000

local function chat(user)
  local conversation = user:chat { system = "You are terse." }
  for _ = 1, user.random:between(2, 4) do
    if not conversation:ask("Tell me something about the sea.").ok then return end
    user:think("500ms", "2s")
  end
end

local function lookup(user)
  user:embed("the sea, number " .. user.random:between(1, 1000))
  user:think("100ms", "500ms")
end

local function job(user)
  user:complete("A summary of the week in the harbour:", { max_tokens = 300 })
end

options = {
  scenarios = {
    chat = { journey = chat, weight = 3 },
    lookup = { journey = lookup, weight = 1 },
    job = { journey = job, rate = "30/m", arrival = "constant" },
  },
}
