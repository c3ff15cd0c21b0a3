-- What a function was called with, looked at before it costs a request: what is wrong with it is an
-- error of the script. `expected` is what the sentence calls what should have been there.

local blame = require "stoke.blame"

local argument = {}

function argument.refuse(number, name, expected, got)
  blame("bad argument #%d to '%s' (expected %s, got %s)", number, name, expected, got)
end

function argument.check(kind, value, number, name, expected)
  if type(value) ~= kind then argument.refuse(number, name, expected or "a " .. kind, type(value)) end
end

function argument.text(value, number, name)
  argument.check("string", value, number, name, "text")
end

-- Options, or none.
function argument.options(value, number, name)
  if value ~= nil then argument.check("table", value, number, name, "a table of options") end
end

-- A list that has something in it.
function argument.list(value, number, name, expected)
  argument.check("table", value, number, name, expected)
  if #value == 0 then argument.refuse(number, name, expected, next(value) and "no list" or "an empty table") end
end

function argument.texts(value, number, name, expected)
  argument.list(value, number, name, expected or "a list of texts")
  for i, text in ipairs(value) do
    argument.check("string", text, number, name, "text as item " .. i)
  end
end

-- A user, also that of a branch.
function argument.user(value, number, name)
  if type(value) ~= "table" or value.handle == nil then
    argument.refuse(number, name, "the journey's user", type(value))
  end
end

return argument
