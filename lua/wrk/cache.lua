-- What was made of a text, so that a script that says the same again and again has it read once.
-- It forgets what was not asked for lately: many scripts never say the same twice.

local SIZE = 512

return function(make)
  local young, old, count = {}, {}, 0
  return function(text)
    local made = young[text]
    if made ~= nil then return made end
    made = old[text]
    if made == nil then made = make(text) end
    if count == SIZE then young, old, count = {}, young, 0 end
    young[text], count = made, count + 1
    return made
  end
end
