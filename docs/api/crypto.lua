-- What signed requests need.

return {
  title = "stoke.crypto", type = "crypto", module = "stoke.crypto",
  about = [[Digests, keyed digests, signatures and tokens, for requests that must be signed. Everything takes and gives
bytes; `hex`, `base64` and `base64url` make text of them.]],
  functions = {
    { "crypto.sha256(text)",
      params = { { "text", "string", "any bytes" } },
      returns = { { "digest", "string", "32 raw bytes" } },
      where = "anywhere",
      about = "A digest. `sha1`, `sha384`, `sha512` and `md5` are called the same way.",
      errors = "Anything but text.",
      example = [[
local crypto = require "stoke.crypto"
user:check("known", crypto.hex(crypto.sha256("")):sub(1, 8) == "e3b0c442")
user:chat():ask("Hello?")
]],
    },
    { "crypto.hmac(algorithm, key, text)",
      params = { { "algorithm", "string", "`sha256`, `sha1`, `sha384`, `sha512` or `md5`" }, { "key", "string", "" },
        { "text", "string", "" } },
      returns = { { "digest", "string", "raw bytes" } },
      where = "anywhere",
      about = "A digest that only who has the key can make.",
      errors = "An algorithm that is not known.",
      example = [[
local crypto = require "stoke.crypto"
local signature = crypto.hex(crypto.hmac("sha256", "secret", "GET /v1/models"))
user:http { url = "/v1/models", headers = { "X-Signature: " .. signature } }
]],
    },
    { "crypto.hex(bytes)",
      params = { { "bytes", "string", "" } },
      returns = { { "text", "string", "" } },
      where = "anywhere",
      about = "Bytes as text; so do `base64` and `base64url` (without padding). `unhex`, `unbase64` and `unbase64url` "
        .. "read them.",
      errors = "The readers give nil and a sentence for text that is none.",
      example = [[
local crypto = require "stoke.crypto"
user:check("there and back", crypto.unbase64(crypto.base64("any bytes")) == "any bytes")
user:chat():ask("Hello?")
]],
    },
    { "crypto.random_bytes(count)",
      params = { { "count", "integer", "" } },
      returns = { { "bytes", "string", "" } },
      where = "anywhere",
      about = "Bytes that nobody can foretell, not by the seed either: what must repeat itself is user.random's.",
      example = [[
local crypto = require "stoke.crypto"
user:http { url = "/v1/models", headers = { "X-Nonce: " .. crypto.hex(crypto.random_bytes(8)) } }
]],
    },
    { "crypto.equal(a, b)",
      params = { { "a", "string", "" }, { "b", "string", "" } },
      returns = { { "same", "boolean", "" } },
      where = "anywhere",
      about = "Whether two digests are the same, in a time that does not tell where they differ.",
      example = [[
local crypto = require "stoke.crypto"
user:check("equal", crypto.equal(crypto.sha256("a"), crypto.sha256("a")))
user:chat():ask("Hello?")
]],
    },
    { "crypto.rsa_sign(pem, text)",
      params = { { "pem", "string", "a private RSA key, without a password" }, { "text", "string", "" } },
      returns = { { "signature", "string", "raw bytes" } },
      where = "anywhere",
      about = "Signs by PKCS #1 v1.5 with sha256, which is RS256.",
      errors = "A key that is none, or a public one.",
      example = [[
local crypto = require "stoke.crypto"
user:check("no key", not pcall(crypto.rsa_sign, "not a PEM", "text"))
user:chat():ask("Hello?")
]],
    },
    { "crypto.rsa_verify(pem, text, signature)",
      params = { { "pem", "string", "a public or private key" }, { "text", "string", "" },
        { "signature", "string", "" } },
      returns = { { "right", "boolean", "" } },
      where = "anywhere",
      about = "Whether it is the signature of this text by this key.",
      errors = "A key that is none.",
      example = [[
local crypto = require "stoke.crypto"
user:check("no key", not pcall(crypto.rsa_verify, "not a PEM", "text", "signature"))
user:chat():ask("Hello?")
]],
    },
    { "crypto.jwt.sign(token)",
      params = { { "token", "table",
        "`claims`, `key` (a secret, or a PEM for RS256), `algorithm` (`HS256` unless told), `header`" } },
      returns = { { "text", "string", "the JSON web token" } },
      where = "anywhere",
      about = "A token that says something and is signed.",
      errors = "A field that is not known or missing, an algorithm but HS256 and RS256.",
      example = [[
local crypto = require "stoke.crypto"
local token = crypto.jwt.sign { claims = { sub = "user " .. user.id }, key = "secret" }
user:http { url = "/v1/models", headers = { "Authorization: Bearer " .. token } }
]],
    },
    { "crypto.jwt.verify(text, key, algorithm?)",
      params = { { "text", "string", "the token" }, { "key", "string", "" },
        { "algorithm", "string?", "`HS256` unless told" } },
      returns = { { "claims", "table|nil", "nil and a sentence when it is not signed so" }, { "header", "table", "" } },
      where = "anywhere",
      about = "What a token says, if it was signed with this key. Its times are the caller's to check.",
      errors = "An algorithm but HS256 and RS256.",
      example = [[
local crypto = require "stoke.crypto"
local token = crypto.jwt.sign { claims = { sub = "me" }, key = "secret" }
user:check("is mine", crypto.jwt.verify(token, "secret").sub == "me")
user:chat():ask("Hello?")
]],
    },
  },
}
