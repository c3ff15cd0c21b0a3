local list = nil
local first = list[1]

function journey()
  return first
end
