-- The parts as a page that people read: docs/scripting.md.

local write = dofile "docs/api/write.lua"

local places = {
  ["anywhere"] = "Anywhere", ["a journey"] = "In what a user goes through", ["top level"] = "At the script's top level",
  ["the main state"] = "In the main state", ["hook"] = "Called by stoke",
}

local function cell(text)
  return (write.one_line(text):gsub("|", "\\|"))
end

local function sentence(text)
  text = write.one_line(text)
  return text:find "[.!?)]$" and text or text .. "."
end

-- `string`; what has | in it must not end a table's cell.
local function kind(text)
  return "`" .. text .. "`"
end

local function fields(out, list)
  if #list == 0 then return end
  out "| field | type | |"
  out "|---|---|---|"
  for _, field in ipairs(list) do
    out(("| `%s` | %s | %s |"):format(field[1], cell(kind(field[2])), cell(field[3] or "")))
  end
  out ""
end

local function values(out, list, form)
  for _, value in ipairs(list) do
    local words = value[3] and value[3] ~= "" and ": " .. write.one_line(value[3]) or ""
    out(write.wrap(("- " .. form):format(value[1]) .. " " .. kind(value[2]) .. words, "", 120))
  end
end

-- What is given back is a name, a type and words; or a type and words.
local function returned(list)
  local named = {}
  for i, value in ipairs(list) do
    named[i] = #value >= 3 and value or { "", value[1], value[2] }
  end
  return named
end

local function call(out, fn)
  out("### `" .. fn.syntax .. "`\n")
  if fn.about then out(write.wrap(fn.about, "", 120) .. "\n") end
  values(out, fn.params, "`%s`")
  values(out, returned(fn.returns), "gives %s")
  if #fn.params + #fn.returns > 0 then out "" end
  local where = fn.where and (places[fn.where] or fn.where) .. "." or ""
  out(write.wrap("*" .. where .. "*" .. (fn.errors and " Errors: " .. sentence(fn.errors) or ""), "", 120) .. "\n")
  if fn.example then out("```lua\n" .. fn.example:gsub("^\n", ""):gsub("%s+$", "") .. "\n```\n") end
end

local function anchor(title)
  return (title:lower():gsub("[^%w %-_]", ""):gsub(" ", "-"))
end

local function contents(out, parts)
  for _, part in ipairs(parts) do
    local names = {}
    for i, fn in ipairs(part.functions) do names[i] = "`" .. fn.name .. "`" end
    local line = ("- [%s](#%s)"):format(part.title, anchor(part.title))
    out(write.wrap(line .. (#names > 0 and ": " .. table.concat(names, ", ") or ""), "", 120))
  end
  out ""
end

return function(parts, guide)
  local lines = {}
  local function out(line) lines[#lines + 1] = line end
  out(guide)
  contents(out, parts)
  for _, part in ipairs(parts) do
    out("## " .. part.title .. "\n")
    out(write.wrap(part.about or "", "", 120) .. "\n")
    if part.module then out(("`local %s = require \"%s\"`\n"):format(part.module:match "[%w_]+$", part.module)) end
    fields(out, part.fields)
    for _, class in ipairs(part.classes) do
      out(write.wrap(("`%s`: %s"):format(class[1]:match "^[%w_]+", class[2]), "", 120) .. "\n")
      fields(out, class[3])
    end
    for _, fn in ipairs(part.functions) do call(out, fn) end
  end
  return (table.concat(lines, "\n"):gsub("\n\n\n+", "\n\n"):gsub("%s+$", "") .. "\n")
end
