-- stoke.crypto, by the published test vectors of its standards.

local t = ...
local ok, is, fails = t.ok, t.is, t.fails

local crypto = require "stoke.crypto"
local hex, unhex = crypto.hex, crypto.unhex

-- Digests of "abc": FIPS 180-4 and RFC 1321.
is(hex(crypto.sha256 "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "sha256")
is(hex(crypto.sha1 "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d", "sha1")
is(hex(crypto.sha512 "abc"), "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
  .. "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f", "sha512")
is(hex(crypto.sha384 "abc"), "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
  .. "8086072ba1e7cc2358baeca134c825a7", "sha384")
is(hex(crypto.md5 "abc"), "900150983cd24fb0d6963f7d28e17f72", "md5")
is(hex(crypto.sha256 ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "of nothing")

-- RFC 4231: test cases 1, 2, 6 and 7.
local long = ("\170"):rep(131)
for number, case in ipairs {
  { ("\11"):rep(20), "Hi There",
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
      .. "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854" },
  { "Jefe", "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
      .. "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737" },
  { long, "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
      .. "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598" },
} do
  is(hex(crypto.hmac("sha256", case[1], case[2])), case[3], "RFC 4231, case " .. number .. ", sha256")
  is(hex(crypto.hmac("sha512", case[1], case[2])), case[4], "RFC 4231, case " .. number .. ", sha512")
end
is(hex(crypto.hmac("md5", "Jefe", "what do ya want for nothing?")), "750c783e6ab0b503eaa86e310a5db738", "RFC 2202")

-- RFC 4648, section 10.
local vectors = { [""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", foob = "Zm9vYg==", fooba = "Zm9vYmE=",
  foobar = "Zm9vYmFy" }
for plain, text in pairs(vectors) do
  is(crypto.base64(plain), text, ("base64 of %q"):format(plain))
  is(crypto.unbase64(text), plain, "and back")
  is(crypto.unbase64((text:gsub("=", ""))), plain, "without padding, too")
  is(crypto.base64url(plain), (text:gsub("=", "")), "base64url has none")
end
is(hex "foobar", "666f6f626172", "hex")
is(unhex "666F6f626172", "foobar", "and back")
is(crypto.base64 "\255\239\190", "/+++", "the alphabets differ")
is(crypto.base64url "\255\239\190", "_---", "in two digits")

local all, same = {}, true
for i = 0, 255 do all[#all + 1] = string.char(i, 255 - i, i * 7 % 256) end
all = table.concat(all)
for n = 0, #all do
  local part = all:sub(1, n)
  same = same and unhex(hex(part)) == part and crypto.unbase64(crypto.base64(part)) == part
    and crypto.unbase64url(crypto.base64url(part)) == part
end
ok(same, "any bytes of any length come back")

local function wrong(read, text, place, what)
  local value, why = read(text)
  is(value == nil and why, ("not %s: it goes wrong at byte %d of %d"):format(what, place, #text), ("%q"):format(text))
end
wrong(crypto.unbase64, "Zm9v!", 5, "base64")
wrong(crypto.unbase64, "Zg=", 3, "base64")
wrong(crypto.unbase64, "Z", 1, "base64")
wrong(crypto.unbase64, "Zh==", 2, "base64") -- the last digit's lowest bits mean nothing, and are not zero
wrong(crypto.unbase64, "Zm 9", 3, "base64")
wrong(crypto.unbase64, "====", 1, "base64")
wrong(crypto.unbase64, "_---", 1, "base64")
wrong(crypto.unbase64url, "/+++", 1, "base64url")
wrong(unhex, "0g", 2, "hex")
wrong(unhex, "123", 4, "hex")

is(#crypto.random_bytes(33), 33, "random bytes")
is(crypto.random_bytes(0), "", "none of them")
ok(crypto.random_bytes(16) ~= crypto.random_bytes(16), "which differ")
ok(crypto.equal("abc", "abc") and not crypto.equal("abc", "abd") and not crypto.equal("abc", "abcd"), "equal")

-- RFC 7515, A.1: the token, its key and its claims.
local claims64 = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
local token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." .. claims64 .. ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
local key = crypto.unbase64url
  "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
local claims, header = crypto.jwt.verify(token, key)
ok(claims and claims.iss == "joe" and claims.exp == 1300819380 and header.typ == "JWT", "RFC 7515, A.1")

-- A.2: the public key as a modulus, of which we make a PEM.
local modulus
modulus = crypto.unbase64url(table.concat {
  "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_",
  "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD",
  "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ" })
local der = unhex "30820122300d06092a864886f70d01010105000382010f003082010a0282010100" .. modulus .. unhex "0203010001"
local rfc_pem = "-----BEGIN PUBLIC KEY-----\n" .. crypto.base64(der):gsub(("."):rep(64), "%0\n")
  .. "\n-----END PUBLIC KEY-----\n"
local rs = "eyJhbGciOiJSUzI1NiJ9." .. claims64 .. "." .. table.concat {
  "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ",
  "jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt",
  "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw" }
claims = crypto.jwt.verify(rs, rfc_pem, "RS256")
ok(claims and claims.iss == "joe", "RFC 7515, A.2")

-- Our own tokens.
local mine = { claims = { sub = "me", n = 1 }, key = "k", header = { kid = "7" } }
local signed = crypto.jwt.sign(mine)
claims, header = crypto.jwt.verify(signed, "k")
ok(claims.sub == "me" and claims.n == 1 and header.kid == "7" and header.alg == "HS256", "a token comes back")
ok(signed == crypto.jwt.sign(mine), "the same claims are the same token")
ok(mine.header.alg == nil and getmetatable(mine.claims) == nil, "what was given stays as it is")
is(crypto.jwt.sign { claims = { sub = "1234567890" }, key = "x" }:match "^[^.]+",
  crypto.base64url '{"alg":"HS256","typ":"JWT"}', "its header")
local by_rsa = crypto.jwt.sign { claims = { sub = "me" }, key = t.private_pem, algorithm = "RS256" }
is(crypto.jwt.verify(by_rsa, t.public_pem, "RS256").sub, "me", "RS256, by a public key")
is(crypto.jwt.verify(by_rsa, t.private_pem, "RS256").sub, "me", "or the private one")

local function refused(words, ...)
  local value, why = crypto.jwt.verify(...)
  ok(value == nil and tostring(why):find(words, 1, true), "refused: " .. words)
  if value ~= nil or not tostring(why):find(words, 1, true) then t.note("got %s", tostring(why)) end
end
refused("of another key", signed, "other")
refused("of another key", by_rsa:gsub("%.[^.]*%.", "." .. claims64 .. "."), t.public_pem, "RS256")
refused("of another key", by_rsa, rfc_pem, "RS256")
refused("signed by HS256, not by RS256", signed, t.public_pem, "RS256")
refused("no token", "a.b", "k")
refused("no token", "!.!.!", "k")
refused("signed by none", crypto.base64url '{"alg":"none"}' .. "." .. crypto.base64url "{}" .. ".", "k")

local signature = crypto.rsa_sign(t.private_pem, "text")
ok(#signature == 256 and crypto.rsa_verify(t.public_pem, "text", signature), "a signature")
ok(not crypto.rsa_verify(t.public_pem, "Text", signature), "of this text alone")

-- Mistakes.
fails('expected sha256, sha1, sha512, sha384 or md5, got "sha265"', crypto.hmac, "sha265", "k", "x")
fails("expected text, got nil", crypto.sha256, nil)
fails("expected text, got number", crypto.sha256, 5)
fails("expected text, got number", crypto.hmac, "sha256", "k", 5)
fails("expected text, got number", crypto.equal, "5", 5)
fails("expected text, got number", crypto.hex, 5)
fails("expected text, got number", crypto.base64, 5)
fails("bad argument #1 to 'unhex' (expected a string, got nil)", unhex, nil)
fails("expected a number of bytes from 0 to 1048576", crypto.random_bytes, -1)
fails("expected a number of bytes", crypto.random_bytes, 0 / 0)
fails("expected an RSA key as PEM", crypto.rsa_sign, "no key", "x")
fails("expected an RSA key as PEM, without a password", crypto.rsa_sign, t.locked_pem, "x")
fails("expected a private key: a public one cannot sign", crypto.rsa_sign, t.public_pem, "x")
fails("jwt.sign: claims are missing", crypto.jwt.sign, { key = "k" })
fails("jwt.sign: the key is missing", crypto.jwt.sign, { claims = {} })
fails("there is no field 'claim'; did you mean 'claims'?", crypto.jwt.sign, { claim = {}, key = "k" })
fails("jwt.sign: key: expected a string, got number", crypto.jwt.sign, { claims = {}, key = 5 })
fails('expected HS256 or RS256, got "HS512"', crypto.jwt.sign, { claims = {}, key = "k", algorithm = "HS512" })
fails("json.encode: a function cannot be written as JSON, at f", crypto.jwt.sign, { claims = { f = print }, key = "k" })
local fine, message = pcall(function() crypto.sha256() end)
ok(not fine and message:find "modules/crypto.lua:%d+: bad argument #1 to 'sha256'", "with the script's line")
if fine or not message:find "sha256" then t.note("%s", message) end
