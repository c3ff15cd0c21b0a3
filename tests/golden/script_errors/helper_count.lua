local count = 0
local portable = (_ENV or bit32) ~= nil

local function add()
  cuont = count + 1
  return cuont, portable
end

return { add = add }
