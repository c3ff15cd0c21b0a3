-- What a service says it has: GET /v1/models.

local apis = require "stoke.apis"
local json = require "core.json"

local models = { url = apis.models_url }

-- The first model of the list, or nil.
function models.first(body)
  local list = json.decode(body)
  local data = type(list) == "table" and list.data
  local model = type(data) == "table" and data[1]
  return type(model) == "table" and type(model.id) == "string" and model.id or nil
end

return models
