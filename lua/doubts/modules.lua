-- Which names in a script's words stand for modules: those of Lua, wrk, and what is required of ours.

local strict = require "stoke.strict"

-- The name of the module that is required at word i, in any way to write that, and the last word of it.
local function required(words, i)
  if words[i].word ~= "require" then return nil end
  if words[i + 1].says then return words[i + 1].says, i + 1 end
  if words[i + 2].says and words[i + 3].word == ")" then return words[i + 2].says, i + 3 end
end

-- A module whose fields are known, or nil.
local function module_named(name)
  if name == "wrk" then return rawget(_G, "wrk") end
  for _, known in ipairs(strict.module_names()) do
    if name == known then return require(name) end
  end
end

-- What is given to the name at word i where it is declared: a module that is required, or the global of
-- that name itself. What the last of several names is given is not what follows the sign.
local function given(words, i)
  if words[i + 1].word ~= "=" or words[i - 1].word == "," then return nil end
  local name, last = required(words, i + 2)
  if name then return words[last + 1].word ~= "." and module_named(name) or nil end
  return words[i + 2].word == words[i].word and words[i + 3].word ~= "." and rawget(_G, words[i].word) or nil
end

-- Is the bracket at word i that of a function's parameters?
local function opens_parameters(words, i)
  if words[i].word ~= "(" then return false end
  repeat i = i - 1 until words[i].word == "function" or not (words[i].kind == "name" or words[i].word:find "^[.:]$")
  return words[i].word == "function"
end

-- Calls declare(i) for each name of a list that begins at word i: a, b, c.
local function each_name(words, i, declare)
  while words[i].kind == "name" do
    declare(i)
    i = words[i + 1].word == "," and i + 2 or 0
  end
end

local function is_function(words, i)
  return words[i].word == "function" and words[i + 1].kind == "name" and words[i + 2].word == "("
end

local function is_requiring(words, i)
  return words[i].kind == "name" and words[i + 1].word == "=" and required(words, i + 2) ~= nil
    and words[i - 1].word ~= "local" and words[i - 1].word ~= "."
end

local function each_declaration(words, declare)
  for i = 1, #words do
    local word = words[i].word
    if word == "local" or word == "for" or opens_parameters(words, i) then each_name(words, i + 1, declare) end
    if is_function(words, i) then declare(i + 1) end
    if is_requiring(words, i) then declare(i) end
  end
end

local modules = { required = required, named = module_named }

-- Whether this is one of stoke's own, or a part of one.
function modules.is_ours(module)
  for _, name in ipairs(strict.module_names()) do
    local ours = package.loaded[name]
    if ours == module then return true end
    for _, part in pairs(type(ours) == "table" and ours or {}) do
      if part == module then return true end
    end
  end
  return false
end

-- The modules by the names that stand for them. A name with several senses stands for none: false.
function modules.by_name(words)
  local by_name = {}
  for _, name in ipairs { "string", "table", "math", "os", "io", "coroutine", "debug", "wrk" } do
    by_name[name] = rawget(_G, name)
  end
  each_declaration(words, function(i)
    local name, module = words[i].word, given(words, i)
    local before = by_name[name]
    by_name[name] = (before == nil or before == module) and module or false
  end)
  return by_name
end

return modules
