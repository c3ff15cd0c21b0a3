-- What a script is found to be, for people: the answer of `stoke check`.

local doubts_about = require "stoke.doubts"
local flag = require "stoke.flag"
local headers = require "stoke.headers"
local kind = require "stoke.wrk.kind"
local strict = require "stoke.strict"
local suggest = require "stoke.suggest"

-- One line of the list: its name, and texts wrapped behind it.
local function item(out, name, texts, separator)
  if #texts > 0 then out[#out + 1] = ("  %-10s  %s"):format(name, table.concat(texts, separator or ", ")) end
end

local function load_of(scenario)
  if scenario.users then return ("%g users"):format(scenario.users) end
  if scenario.rate then return "rate " .. tostring(scenario.rate) end
  return ("weight %g"):format(scenario.weight or 1)
end

local function scenarios_of(options)
  local list = type(options.scenarios) == "table" and require("stoke.scenarios").read(options.scenarios) or {}
  local texts = {}
  for i, scenario in ipairs(list) do texts[i] = ("%s (%s)"):format(scenario.name, load_of(scenario)) end
  return texts
end

-- Where there are journeys nobody calls wrk's hooks.
local function uncalled()
  local names = {}
  for _, name in ipairs(kind.of_script() == "journey" and kind.hooks or {}) do names[name] = true end
  return names
end

local function hooks()
  local texts, others = {}, uncalled()
  for _, name in ipairs(strict.hooks) do
    if type(rawget(_G, name)) == "function" and not others[name] then texts[#texts + 1] = name end
  end
  return texts
end

local function value_of(value)
  if type(value) ~= "table" then return tostring(value) end
  local texts = {}
  for i, name in ipairs(suggest.names(value)) do texts[i] = ("%s %s"):format(name, tostring(value[name])) end
  return #texts > 0 and ("{ %s }"):format(table.concat(texts, ", ")) or "{ ... }"
end

-- What headers say may be a key, so they are told by their names.
local function headers_of(header)
  local names = {}
  for i, line in ipairs(headers(type(header) == "table" and header or { header })) do
    names[i] = line:match "^[^:;]+"
  end
  return ("{ %s }"):format(table.concat(names, ", "))
end

local function options_of(options)
  local texts = {}
  for _, name in ipairs(suggest.names(options)) do
    local tell = name == "header" and headers_of or value_of
    if name ~= "scenarios" then texts[#texts + 1] = ("%s %s"):format(name, tell(options[name])) end
  end
  return texts
end

local function flags()
  local texts = {}
  for i, line in ipairs(flag.lines()) do
    texts[i] = ("--%s%s%s"):format(line[1], line[2] and " " .. line[2] or "", line[3] ~= "" and "  " .. line[3] or "")
  end
  return texts
end

local function verdict(doubts)
  if #doubts == 0 then return "nothing is wrong with it" end
  return #doubts == 1 and "one thing may be wrong with it" or #doubts .. " things may be wrong with it"
end

return function(path)
  local options = rawget(_G, "options")
  options = type(options) == "table" and options or {}
  local doubts = doubts_about()
  local out = { path .. ": " .. verdict(doubts) }
  item(out, "hooks", hooks())
  item(out, "scenarios", scenarios_of(options))
  item(out, "options", options_of(options))
  item(out, "flags", flags(), "\n" .. (" "):rep(14))
  for _, doubt in ipairs(doubts) do out[#out + 1] = "  perhaps     " .. doubt end
  return table.concat(out, "\n") .. "\n"
end
