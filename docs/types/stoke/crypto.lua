---@meta stoke.crypto
-- Written by docs/api/generate.lua: change docs/api instead.

--- Digests, keyed digests, signatures and tokens, for requests that must be signed. Everything takes and
--- gives bytes; `hex`, `base64` and `base64url` make text of them.
---@class crypto
local crypto = {}

--- A digest. `sha1`, `sha384`, `sha512` and `md5` are called the same way.
---@param text string any bytes
---@return string digest 32 raw bytes
function crypto.sha256(text) end

--- A digest that only who has the key can make.
---@param algorithm string `sha256`, `sha1`, `sha384`, `sha512` or `md5`
---@param key string
---@param text string
---@return string digest raw bytes
function crypto.hmac(algorithm, key, text) end

--- Bytes as text; so do `base64` and `base64url` (without padding). `unhex`, `unbase64` and `unbase64url`
--- read them.
---@param bytes string
---@return string text
function crypto.hex(bytes) end

--- Bytes that nobody can foretell, not by the seed either: what must repeat itself is user.random's.
---@param count integer
---@return string bytes
function crypto.random_bytes(count) end

--- Whether two digests are the same, in a time that does not tell where they differ.
---@param a string
---@param b string
---@return boolean same
function crypto.equal(a, b) end

--- Signs by PKCS #1 v1.5 with sha256, which is RS256.
---@param pem string a private RSA key, without a password
---@param text string
---@return string signature raw bytes
function crypto.rsa_sign(pem, text) end

--- Whether it is the signature of this text by this key.
---@param pem string a public or private key
---@param text string
---@param signature string
---@return boolean right
function crypto.rsa_verify(pem, text, signature) end

--- A token that says something and is signed.
---@param token table `claims`, `key` (a secret, or a PEM for RS256), `algorithm` (`HS256` unless told), `header`
---@return string text the JSON web token
function crypto.jwt.sign(token) end

--- What a token says, if it was signed with this key. Its times are the caller's to check.
---@param text string the token
---@param key string
---@param algorithm string? `HS256` unless told
---@return table|nil claims nil and a sentence when it is not signed so
---@return table header
function crypto.jwt.verify(text, key, algorithm) end

return crypto
