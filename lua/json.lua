-- JSON for scripts. Same content, same bytes: keys are written in alphabetical order.

local json = require "core.json"

return {
  encode = json.encode,
  decode = json.decode,
  array  = json.array,
  object = json.object,
  null   = json.null,
}
