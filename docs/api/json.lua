return {
  title = "stoke.json", type = "json", module = "stoke.json",
  about = [[JSON, as a load test needs it: the same content is the same bytes in every run (keys are written in
alphabetical order), null is not the same as absent, an array may be empty, and large integers are not rounded.]],
  fields = {
    { "null", "userdata", "stands for null, in tables that are written and in those that were read. It is not `nil` "
      .. "and counts as true: compare with `value == json.null`" },
  },
  functions = {
    {
      "json.encode(value, options)",
      params = {
        { "value", "any", "nil, booleans, numbers, text, `json.null`, 64-bit integers (`5LL`), and tables of these" },
        { "options", "table?", "`{ indent = 2 }` writes each value on a line of its own" },
      },
      returns = { { "string", "the JSON: UTF-8 as it was given, slashes not escaped, whole numbers without an "
        .. "exponent (1e15 is `1000000000000000`); bytes that are no UTF-8 become U+FFFD" } },
      where = "anywhere",
      about = "A table with the keys 1..n is an array, any other is an object, and an empty one is an object, too, "
        .. "unless `json.array` marked it. A field that is nil is absent.",
      errors = "What JSON cannot say is refused by a sentence that names the key path: `json.encode: a function cannot "
        .. "be written as JSON, at tools[2].run`. So are NaN and infinities, tables inside themselves, "
        .. "tables with both text "
        .. "keys and 1..n, and nesting of more than 60.",
      example = [[
local json = require "stoke.json"
print(json.encode { model = "m", stop = json.array {}, user = json.null })  --> {"model":"m","stop":[],"user":null}
print(json.encode({ a = { 1, 2 } }, { indent = 2 }))
]],
    },
    {
      "json.decode(text)",
      params = { { "text", "string", "one JSON value" } },
      returns = {
        { "any", "the value; `nil` when the text is not JSON" },
        { "string?", "then: what is wrong, with line and column, such as `not JSON: line 3, column 7: expected ':'`" },
      },
      where = "anywhere",
      about = "null becomes `json.null`. Arrays remember that they are arrays, so that empty ones are written as such "
        .. "again. Integers beyond 2^53, which Lua's numbers would round, become LuaJIT's 64-bit integers: they "
        .. "compare and calculate with numbers, `tostring` gives `9007199254740993LL`, and `json.encode` "
        .. "writes them exactly. "
        .. "Those beyond 64 bits are numbers, and rounded.",
      errors = "Only an argument that is no text is an error; nesting of more than 64 is not read.",
      example = [[
local json = require "stoke.json"
local value, wrong = json.decode '{"id":9007199254740993,"note":null}'
assert(value, wrong)
assert(value.id == 9007199254740993LL and value.note == json.null)
assert(json.encode(value) == '{"id":9007199254740993,"note":null}')
print(select(2, json.decode '{"a" 1}'))  --> not JSON: line 1, column 6: expected ':'
]],
    },
    {
      "json.array(list)",
      params = { { "list", "table?", "a list; nothing: a new one" } },
      returns = { { "table", "the same table, which is written as an array even when it is empty" } },
      where = "anywhere",
      about = "The mark is a metatable.",
      errors = "Anything but a table.",
      example = [[
local json = require "stoke.json"
print(json.encode { stop = json.array {} })  --> {"stop":[]}
]],
    },
    {
      "json.object(map)",
      params = { { "map", "table?", "keys and values; nothing: a new one" } },
      returns = { { "table", "the same table, which is written as an object whatever its keys are" } },
      where = "anywhere",
      about = "Whole numbers become text keys, as `logit_bias` wants them. The mark is a metatable.",
      errors = "Anything but a table; `json.encode` refuses two keys that are the same text.",
      example = [[
local json = require "stoke.json"
print(json.encode(json.object { [50256] = -100 }))  --> {"50256":-100}
]],
    },
  },
}
