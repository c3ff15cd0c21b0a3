local crypto = require "stoke.crypto"

function journey(user)
  local token = crypto.jwt.sgin { claims = { sub = "me" }, key = "secret" }
  user:http { url = "/v1/models", headers = { "Authorization: Bearer " .. token } }
end
