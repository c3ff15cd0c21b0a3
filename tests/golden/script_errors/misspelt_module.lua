local json = require "stoke.jsn"

function journey()
  json.encode {}
end
