-- Fields that modules do not have: json.encdoe, string.fromat, wrk.bdoy.

local modules = require "stoke.doubts.modules"
local suggest = require "stoke.suggest"

-- Those of wrk may be nil until somebody sets them.
local of_wrk = {
  "scheme", "host", "port", "path", "method", "headers", "body", "thread", "addrs", "format", "lookup", "connect",
  "resolve", "init", "setup", "request", "time_us",
}

-- What is wrong with a field that is used so: what may have been meant, "" if that is unknown, or nil.
-- Scripts give wrk fields of their own, which they set and read; Lua's modules may have been given more
-- as well, and what they lack that is like nothing may be there in other versions. Ours are what they are.
local function what_is_wrong(use)
  local module = use.module
  if module == rawget(_G, "wrk") then
    local like = suggest.words(use.field, of_wrk)
    for _, name in ipairs(of_wrk) do
      if name == use.field then return nil end
    end
    return not (use.set and use.read) and like ~= "" and like or nil
  end
  if use.set or module[use.field] ~= nil then return nil end
  local like = suggest.words(use.field, suggest.names(module))
  return (like ~= "" or modules.is_ours(module)) and like or nil
end

-- What stands at word i if that is a module: it, its name there, and the last word of that.
local function module_at(words, by_name, i)
  local name, last = modules.required(words, i)
  if name then return modules.named(name), name, last end
  local before = words[i - 1].word
  if words[i].kind == "name" and before ~= "." and before ~= ":" then
    return by_name[words[i].word], words[i].word, i
  end
end

local function note(uses, words, module, name, field_at)
  local field = words[field_at].word
  local key = name .. "." .. field
  local use = uses[key] or { module = module, name = name, field = field, line = words[field_at].line }
  local set = words[field_at + 1].word == "=" or words[field_at - 3].word == "function"
  use[set and "set" or "read"] = true
  uses[key] = use
end

local function uses_in(words)
  local uses, by_name = {}, modules.by_name(words)
  for i = 1, #words do
    local module, name, last = module_at(words, by_name, i)
    while module and words[last + 1].word == "." and words[last + 2].kind == "name" do
      note(uses, words, module, name, last + 2)
      local inner = modules.is_ours(module) and module[words[last + 2].word]
      module, name, last = type(inner) == "table" and inner, name .. "." .. words[last + 2].word, last + 2
    end
  end
  return uses
end

return function(words, doubt)
  for _, use in pairs(uses_in(words)) do
    local like = what_is_wrong(use)
    if like then doubt(use.line, "%s has no '%s'%s", use.name, use.field, like) end
  end
end
