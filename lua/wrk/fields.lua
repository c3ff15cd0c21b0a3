-- What wrk.format() takes from `wrk` when it is given nothing else must be of the right types.

local function expect(wrk, name, type_of)
  local got = type(wrk[name])
  if got == type_of then return end
  local place = require("stoke.strict").place_of_option("wrk%." .. name)
  error(("%s: wrk.%s is %s%s: expected a %s"):format(place, name, got == "nil" and "" or "a ", got, type_of), 0)
end

return function(wrk)
  expect(wrk, "method", "string")
  expect(wrk, "path", "string")
  expect(wrk, "headers", "table")
  if wrk.body ~= nil then expect(wrk, "body", "string") end
end
