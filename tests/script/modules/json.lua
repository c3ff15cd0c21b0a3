-- stoke.json as scripts see it.

local t = ...
local ok, is, fails = t.ok, t.is, t.fails

local json = require "stoke.json"
local encode, decode = json.encode, json.decode

local function again(text) return encode(decode(text)) end

-- Same content, same bytes, however the table came about.
local function made(order)
  local all = {}
  for i = 1, 200 do all["key" .. (order > 0 and i or 201 - i)] = order > 0 and i or 201 - i end
  for i = 1, 400 do all["gone" .. i] = true end
  for i = 1, 400 do all["gone" .. i] = nil end
  return all
end
is(encode(made(1)), encode(made(-1)), "same content, same bytes")
is(encode { b = 1, a = { y = 2, x = 3 } }, '{"a":{"x":3,"y":2},"b":1}', "keys are sorted at every depth")

-- Numbers.
is(encode(1e15), "1000000000000000", "1e15 is written out")
is(encode(2 ^ 62), "4611686018427387904", "so is 2^62")
is(encode(-0.5), "-0.5", "parts are kept")
is(encode(0.1), "0.1", "shortest that reads back")
is(encode(1e300), "1e+300", "very large ones have an exponent")
is(type(decode "9007199254740992"), "number", "up to 2^53 a number is a number")
is(type(decode "9007199254740993"), "cdata", "beyond it a 64-bit integer")
for _, text in ipairs {
  "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
  "18446744073709551615", "123456789012345678", "0", "-1", "9007199254740991", "[1,2.5,-3]", "1e+300",
} do
  is(again(text), text, text .. " survives a round trip")
end
ok(decode "9007199254740993" == 9007199254740993LL, "it can be compared")
ok(decode "18446744073709551615" == 18446744073709551615ULL, "an unsigned one, too")
is(type(decode "18446744073709551616"), "number", "what 64 bits cannot hold is a number again")
is(decode "1000000000000000.5", 1000000000000000.5, "parts do not become integers")
is(encode { 5LL, 6ULL, -7LL }, "[5,6,-7]", "64-bit integers may be written")

-- null, absent, empty.
local value = decode '{"a":null,"list":[],"object":{}}'
ok(value.a == json.null and value.b == nil, "null is not absent")
is(encode(value), '{"a":null,"list":[],"object":{}}', "what was an empty array stays one")
is(encode {}, "{}", "an empty table is an object")
is(encode(json.array {}), "[]", "unless it is an array")
is(encode(json.array()), "[]", "which may be a new one")
is(encode { json.null, false }, "[null,false]", "null in an array")
local list = { 1 }
ok(json.array(list) == list, "array() marks its own argument")
is(encode(json.object { [50256] = -100, x = 1 }), '{"50256":-100,"x":1}', "an object's whole numbers become text keys")
is(encode(json.object { "a", "b" }), '{"1":"a","2":"b"}', "even 1..n")

-- Text.
is(encode "a/b", '"a/b"', "no slash is escaped")
is(encode "é 漢 😀", '"é 漢 😀"', "UTF-8 stays as it is")
is(encode "\0\1\n\"\\", '"\\u0000\\u0001\\n\\"\\\\"', "what must be escaped is")

-- Pretty printing.
is(encode({ b = { 1, {}, json.array() }, a = "x" }, { indent = 2 }), [[
{
  "a": "x",
  "b": [
    1,
    {},
    []
  ]
}]], "indented")
is(encode(7, { indent = 2 }), "7", "a single value needs no lines")
is(again(encode(value, { indent = 4 })), encode(value), "and it reads back")
fails("the only option is indent, such as { indent = 2 }", encode, {}, { indnet = 2 })
fails("expected an indent from 1 to 16", encode, {}, { indent = "wide" })

-- What cannot be written says where it is.
local loop = { list = { { x = 1 } } }
loop.list[2] = loop
fails("json.encode: a table that is inside itself has no end, at list[2]", encode, loop)
fails("json.encode: a function cannot be written as JSON, at tools[2].run",
  encode, { tools = { { name = "a" }, { run = print } } })
fails("json.encode: a function cannot be written as JSON", encode, print)
fails("json.encode: NaN is no JSON number, at temperature", encode, { temperature = 0 / 0 })
fails("json.encode: infinity is no JSON number, at [1].a", encode, { { a = math.huge } })
fails("json.encode: a table has either text keys or 1..n, with json.null for gaps, at a", encode,
  { a = { 1, 2, x = 3 } })
fails("not a boolean key, at a.b", encode, { a = { b = { [true] = 1 } } })
fails("two keys of an object are the same text", encode, json.object { [1] = "a", ["1"] = "b" })
fails("a cdata cannot be written as JSON, at n", encode, { n = require("ffi").new("int[2]") })
fails("a key with a zero byte", encode, { ["a\0b"] = 1 })
local shared = { 1 }
is(encode { shared, shared }, "[[1],[1]]", "a table may come twice")
local deep = {}
for _ = 1, 61 do deep = { deep } end
fails("tables are nested more than 60 deep", encode, deep)
local fine, message = pcall(function() encode { print } end)
ok(not fine and message:find "modules/json.lua:%d+: json.encode", "the sentence begins with the script's line")

-- What cannot be read says where, and what was expected.
local function wrong(text, want)
  local got, why = decode(text)
  ok(got == nil and why == "not JSON: " .. want, want)
  if why ~= "not JSON: " .. want then t.note("got %s", tostring(why)) end
end
wrong("", "line 1, column 1: expected a value")
wrong('{"a":1,}', "line 1, column 8: expected a key in quotes")
wrong('{\n  "a": 1\n  "b": 2\n}', "line 3, column 3: expected ',' or '}'")
wrong("[1 2]", "line 1, column 4: expected ',' or ']'")
wrong('{"é" 1}', "line 1, column 6: expected ':'")
wrong("[1] x", "line 1, column 5: expected nothing more")
wrong('["open', "line 1, column 2: this string has no end")
wrong('["a\nb"]', "line 1, column 4: a control character in a string must be escaped")
wrong([["a\x"]], "line 1, column 3: this is no escape")
wrong("[1.]", "line 1, column 4: expected a digit")
wrong("<html>", "line 1, column 1: expected a value")
wrong("{", "line 1, column 2: expected a key in quotes")
wrong(("["):rep(65), "line 1, column 65: nested more than 64 deep")
fails("bad argument #1", decode, nil)
