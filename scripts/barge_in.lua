-- People who interrupt: they read along, and when they have read enough they stop the answer and ask
-- something else. A stopped answer is no fault; what came of it is measured.
--
--   stoke -s scripts/barge_in.lua -c 20 -d 30s -m auto http://localhost:8000

local metric = require "stoke.metric"

local read = metric.trend "characters read"

function journey(user)
  local chat = user:chat()

  local patience = user.random:between(10, 200) -- characters
  local story = chat:stream("Tell me the story of the sea.")
  for text in story:tokens() do
    patience = patience - #text
    if patience < 0 then story:stop() end
  end
  if story:wait().stopped then read:add(#story.text) end

  user:think("200ms", "1s")
  user:step("instead", chat.ask, chat, "Shorter, please: in one sentence.")
end
