-- Signed requests: a token that says who asks, made anew before it expires, and a signature of each
-- body. Headers may be a function of the body that is about to be sent.
--
--   stoke -s scripts/auth.lua -c 10 -d 30s -m auto -e KEY=secret http://localhost:8000

local crypto = require "stoke.crypto"
local time = require "stoke.time"

local key = env.KEY or "secret" -- -e KEY alone: as it is in the environment
local lasts, early = 300, 30 -- seconds: how long a token is good, and how long before that it is renewed

local function token_of(user)
  local now = time.wall()
  if now > (user.expires or 0) - early then
    user.expires = now + lasts
    local claims = { sub = "user " .. user.id, iat = now, exp = user.expires }
    user.token = crypto.jwt.sign { claims = claims, key = key }
  end
  return user.token
end

function journey(user)
  local function signed(body)
    return {
      "Authorization: Bearer " .. token_of(user),
      "X-Signature: " .. crypto.hex(crypto.hmac("sha256", key, body)),
    }
  end
  local chat = user:chat { headers = signed }

  local reply = chat:ask("Who may read this?")
  user:check("let in", reply.status ~= 401 and reply.status ~= 403)
  user:think("1s", "5s")
  chat:ask("And for how long?")
end
