---@meta stoke.json
-- Written by docs/api/generate.lua: change docs/api instead.

--- JSON, as a load test needs it: the same content is the same bytes in every run (keys are written in
--- alphabetical order), null is not the same as absent, an array may be empty, and large integers are not
--- rounded.
---@class json
---@field null userdata stands for null, in tables that are written and in those that were read. It is not `nil` and counts as true: compare with `value == json.null`
local json = {}

--- A table with the keys 1..n is an array, any other is an object, and an empty one is an object, too, unless
--- `json.array` marked it. A field that is nil is absent.
---@param value any nil, booleans, numbers, text, `json.null`, 64-bit integers (`5LL`), and tables of these
---@param options table? `{ indent = 2 }` writes each value on a line of its own
---@return string # the JSON: UTF-8 as it was given, slashes not escaped, whole numbers without an exponent (1e15 is `1000000000000000`); bytes that are no UTF-8 become U+FFFD
function json.encode(value, options) end

--- null becomes `json.null`. Arrays remember that they are arrays, so that empty ones are written as such
--- again. Integers beyond 2^53, which Lua's numbers would round, become LuaJIT's 64-bit integers: they
--- compare and calculate with numbers, `tostring` gives `9007199254740993LL`, and `json.encode` writes them
--- exactly. Those beyond 64 bits are numbers, and rounded.
---@param text string one JSON value
---@return any # the value; `nil` when the text is not JSON
---@return string? # then: what is wrong, with line and column, such as `not JSON: line 3, column 7: expected ':'`
function json.decode(text) end

--- The mark is a metatable.
---@param list table? a list; nothing: a new one
---@return table # the same table, which is written as an array even when it is empty
function json.array(list) end

--- Whole numbers become text keys, as `logit_bias` wants them. The mark is a metatable.
---@param map table? keys and values; nothing: a new one
---@return table # the same table, which is written as an object whatever its keys are
function json.object(map) end

return json
