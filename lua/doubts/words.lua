-- The words of a script's text, in their order and without comments. What its code does not say, such
-- as which module a field was asked of, its text does.

-- Where a long bracket that begins at `at` ends, or nil.
local function long(text, at)
  local level = text:match("^%[(=*)%[", at)
  if not level then return nil end
  local _, stop = text:find("]" .. level .. "]", at, true)
  return stop or #text
end

local function quoted(text, at)
  local quote, stop = text:sub(at, at), at + 1
  while stop < #text and text:sub(stop, stop) ~= quote do
    stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
  end
  return stop
end

local function ends_at(text, at, pattern)
  local _, stop = text:find("^" .. pattern, at)
  return stop
end

-- What begins at `at` is one of these; whatever else does is a sign.
local kinds = {
  { "comment", function(text, at)
    if text:sub(at, at + 1) ~= "--" then return nil end
    return long(text, at + 2) or text:find("\n", at, true) or #text
  end },
  { "name", function(text, at) return ends_at(text, at, "[%a_][%w_]*") end },
  { "text", function(text, at) return text:find("^[\"']", at) and quoted(text, at) or long(text, at) end },
  { "number", function(text, at) return ends_at(text, at, "%.?%d[%w_.]*") end },
}

local function measure(text, at)
  for _, kind in ipairs(kinds) do
    local stop = kind[2](text, at)
    if stop then return kind[1], stop end
  end
  return "sign", ends_at(text, at, "%.%.+") or ends_at(text, at, "[=~<>]=") or at
end

local function unquoted(text)
  return text:match "^[\"'](.*)[\"']$" or text:match "^%[=*%[(.*)%]=*%]$" or text
end

local function word_of(kind, text, line)
  if kind == "text" then return { kind = kind, word = '"', says = unquoted(text), line = line } end
  return { kind = kind, word = text, line = line }
end

-- There is a word before the first and after the last, so that one may look around anywhere.
local nothing = { word = "" }
local around = { __index = function() return nothing end }

-- A list of { kind, word, line }; kinds: name, number, sign, and text, of which `says` is what is between
-- its quotes.
return function(text)
  local words, at, seen, line = setmetatable({}, around), text:find "%S", 1, 1
  while at do
    line = line + select(2, text:sub(seen, at - 1):gsub("\n", ""))
    local kind, stop = measure(text, at)
    if kind ~= "comment" then words[#words + 1] = word_of(kind, text:sub(at, stop), line) end
    seen, at = at, text:find("%S", stop + 1)
  end
  return words
end
