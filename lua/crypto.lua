-- What signed requests need: digests, keyed digests, JSON web tokens, bytes as text.

local blame = require "stoke.blame"
local bytes = require "core.bytes"
local core = require "core.crypto"
local json = require "core.json"
local suggest = require "stoke.suggest"

local crypto = {}

local function check(kind, value, number, name)
  if type(value) ~= kind then
    blame("bad argument #%d to '%s' (expected a %s, got %s)", number, name, kind, type(value))
  end
end

crypto.md5, crypto.sha1, crypto.sha256, crypto.sha384, crypto.sha512 =
  core.md5, core.sha1, core.sha256, core.sha384, core.sha512
crypto.hmac, crypto.random_bytes, crypto.equal = core.hmac, core.random_bytes, core.equal
crypto.hex, crypto.base64, crypto.base64url = bytes.hex, bytes.base64, bytes.base64url

-- nil and a sentence when the text is none.
local function reader(read, name, what)
  return function(text)
    check("string", text, 1, name)
    local value, place = read(text)
    if value then return value end
    return nil, ("not %s: it goes wrong at byte %d of %d"):format(what, place, #text)
  end
end

crypto.unhex = reader(bytes.unhex, "unhex", "hex")
crypto.unbase64 = reader(bytes.unbase64, "unbase64", "base64")
crypto.unbase64url = reader(bytes.unbase64url, "unbase64url", "base64url")

-- Keys by their PEM, since reading one takes longer than to check a signature. Few are used in a run;
-- a script that makes new ones all the time must not fill our memory with them.
local keys, kept, most_kept = {}, 0, 64

local function key_of(pem)
  local key = keys[pem]
  if key then return key end
  if kept == most_kept then keys, kept = {}, 0 end
  key = core.key(pem)
  if not key then
    blame "expected an RSA key as PEM, without a password: -----BEGIN PRIVATE KEY----- or -----BEGIN PUBLIC KEY-----"
  end
  keys[pem], kept = key, kept + 1
  return key
end

-- The signature of a text by RS256 (PKCS #1 v1.5 with sha256), as raw bytes.
function crypto.rsa_sign(pem, text)
  check("string", pem, 1, "rsa_sign")
  check("string", text, 2, "rsa_sign")
  return core.rsa_sign(key_of(pem), text) or blame "expected a private key: a public one cannot sign"
end

function crypto.rsa_verify(pem, text, signature)
  check("string", pem, 1, "rsa_verify")
  check("string", text, 2, "rsa_verify")
  check("string", signature, 3, "rsa_verify")
  return core.rsa_verify(key_of(pem), text, signature)
end

-- JSON web tokens (RFC 7519) with the signatures of RFC 7515.
crypto.jwt = {}

local signers = {
  HS256 = function(key, text) return core.hmac("sha256", key, text) end,
  RS256 = crypto.rsa_sign,
}

local verifiers = {
  HS256 = function(key, text, signature) return core.equal(core.hmac("sha256", key, text), signature) end,
  RS256 = crypto.rsa_verify,
}

local fields = { claims = "table", key = "string", algorithm = "string", header = "table" }

local function check_token(token)
  check("table", token, 1, "sign")
  for name, value in pairs(token) do
    if not fields[name] then
      blame("jwt.sign: there is no field '%s'%s", tostring(name), suggest.words(name, suggest.names(fields)))
    elseif type(value) ~= fields[name] then
      blame("jwt.sign: %s: expected a %s, got %s", name, fields[name], type(value))
    end
  end
  if not token.claims then blame "jwt.sign: claims are missing, such as claims = { sub = \"me\" }" end
  if not token.key then blame "jwt.sign: the key is missing: a secret for HS256, a PEM for RS256" end
end

local function signer(by, algorithm)
  return by[algorithm] or blame("jwt: algorithm: expected HS256 or RS256, got %q", tostring(algorithm))
end

-- crypto.jwt.sign { claims = {...}, key = "...", algorithm = "HS256", header = { kid = "..." } }
function crypto.jwt.sign(token)
  check_token(token)
  local algorithm, header = token.algorithm or "HS256", {}
  local sign = signer(signers, algorithm)
  for name, value in pairs(token.header or {}) do header[name] = value end
  header.typ, header.alg = header.typ or "JWT", algorithm
  local text = bytes.base64url(json.encode(header)) .. "." .. bytes.base64url(json.encode(token.claims))
  return text .. "." .. bytes.base64url(sign(token.key, text))
end

-- A part of a token, read as the JSON object that it must be; or nil.
local function part(text)
  local plain = bytes.unbase64url(text)
  local value = plain and json.decode(plain)
  return type(value) == "table" and value or nil
end

-- The claims and the header of a token that was signed with this key; nil and why there are none.
-- Which algorithm is right says the caller, never the token. Times are the caller's to check.
function crypto.jwt.verify(token, key, algorithm)
  check("string", token, 1, "verify")
  check("string", key, 2, "verify")
  algorithm = algorithm or "HS256"
  local verify = signer(verifiers, algorithm)
  local head, body, signature = token:match "^([%w_-]+)%.([%w_-]+)%.([%w_-]*)$"
  local header, claims = head and part(head), body and part(body)
  signature = signature and bytes.unbase64url(signature)
  if not (header and claims and signature) then return nil, "no token: expected three parts of base64url" end
  if header.alg ~= algorithm then
    return nil, ("the token is signed by %s, not by %s"):format(tostring(header.alg), algorithm)
  end
  if not verify(key, head .. "." .. body, signature) then return nil, "the signature is of another key or text" end
  return claims, header
end

return crypto
