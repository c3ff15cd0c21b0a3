-- A journey that keeps its worker busy for 4 ms now and then, as a bad script would: whatever
-- arrives meanwhile waits to be read.

local time = require "core.time"

function journey(user)
  user:chat():ask("How are you?")
  local over = time.now() + 0.004
  while time.now() < over do end -- luacheck: ignore
end
