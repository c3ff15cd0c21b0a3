-- The parts as what editors and luacheck read: LuaCATS types, and a luacheck std.

local write = dofile "docs/api/write.lua"

local types = {}

local function comment(out, text)
  if text and text ~= "" then out(write.wrap(text, "--- ", 110)) end
end

local function declare_fields(out, list)
  for _, field in ipairs(list) do
    out(write.one_line(("---@field %s %s %s"):format(field[1], field[2], field[3] or "")))
  end
end

local function class(out, name, about, list, statement, calls)
  comment(out, about)
  out("---@class " .. name)
  declare_fields(out, list)
  for _, call in ipairs(calls or {}) do out(call) end
  if statement then out(statement) end
  out ""
end

local function local_table(name)
  return ("local %s = {}"):format(name)
end

-- "least, most?" without the marks.
local function arguments(fn)
  return fn.syntax:match("%((.*)%)"):gsub("%?", "")
end

local function describe(out, fn)
  comment(out, fn.about)
  for _, param in ipairs(fn.params) do
    out(write.one_line(("---@param %s %s %s"):format(param[1], param[2], param[3] or "")))
  end
  for _, value in ipairs(fn.returns) do
    if #value >= 3 and value[1]:find "^[%a_]" then
      out(write.one_line(("---@return %s %s %s"):format(value[2], value[1], value[3])))
    else
      out(write.one_line(("---@return %s # %s"):format(value[#value - 1], value[#value])))
    end
  end
end

local function declare(out, fn, owner)
  describe(out, fn)
  local name = owner and owner .. fn.colon .. fn.name or fn.name
  out(("function %s(%s) end\n"):format(name, arguments(fn)))
end

local function is_global(part)
  return part.type == "hooks" or part.type == "wrk"
end

-- The class of a method: the part's own, or in a module that makes objects the one before the colon.
local function owner_of(part, fn)
  if not fn.owner then return nil end
  if part.module and fn.colon == "." and fn.owner == part.module:match "[%w_]+$" then return part.type end
  local objects = part.module or is_global(part)
  return objects and fn.owner or part.type
end

-- A global table and its fields, "wrk.host": what is nowhere without a dot has a class of its own.
local function declare_globals(out, part)
  local order, inside, plain = {}, {}, {}
  for _, field in ipairs(part.fields) do
    local owner, name = field[1]:match "^([%w_]+)%.?(.*)"
    if not inside[owner] then
      inside[owner] = {}
      order[#order + 1] = owner
    end
    if name == "" then
      plain[owner] = field
    else
      table.insert(inside[owner], { name, field[2], field[3] })
    end
  end
  for _, owner in ipairs(order) do
    class(out, owner, plain[owner] and plain[owner][3] or part.about, inside[owner], owner .. " = {}")
  end
  return inside
end

local function declare_objects(out, part, made)
  for _, fn in ipairs(part.functions) do
    local owner = owner_of(part, fn)
    if owner and not made[owner] then
      made[owner] = true
      class(out, owner, nil, {}, local_table(owner))
    end
  end
end

-- A module that is called itself.
local function overload(fn)
  local takes, gives = {}, {}
  for i, param in ipairs(fn.params) do
    local optional = param[2]:find "%?$" and "?" or ""
    takes[i] = ("%s%s: %s"):format(param[1], optional, (param[2]:gsub("%?$", "")))
  end
  for i, value in ipairs(fn.returns) do gives[i] = value[#value - 1] end
  local back = #gives > 0 and ": " .. table.concat(gives, ", ") or ""
  return ("---@overload fun(%s)%s"):format(table.concat(takes, ", "), back)
end

local function calls_of(part)
  local calls = {}
  for _, fn in ipairs(part.functions) do
    if part.module and not fn.owner then
      comment(function(line) calls[#calls + 1] = line end, fn.about)
      calls[#calls + 1] = overload(fn)
    end
  end
  return calls
end

local function one(part)
  local lines, made = { "---@meta " .. (part.module or "") }, {}
  lines[1] = lines[1]:gsub(" $", "")
  local function out(line) lines[#lines + 1] = line end
  out "-- Written by docs/api/generate.lua: change docs/api instead.\n"
  for _, more in ipairs(part.classes) do class(out, more[1], more[2], more[3]) end
  if is_global(part) then
    for owner in pairs(declare_globals(out, part)) do made[owner] = true end
  else
    class(out, part.type, part.about, part.fields, local_table(part.type), calls_of(part))
    made[part.type] = true
  end
  declare_objects(out, part, made)
  for _, fn in ipairs(part.functions) do
    if fn.owner or not part.module then declare(out, fn, owner_of(part, fn)) end
  end
  if part.module then out("return " .. part.type) end
  return (table.concat(lines, "\n"):gsub("\n\n+", "\n\n"):gsub("%s+$", "") .. "\n")
end

-- Files by their paths: an editor finds a module's by the name that is required.
function types.files(parts)
  local files = {}
  for _, part in ipairs(parts) do
    files[("docs/types/%s.lua"):format(part.module and part.module:gsub("%.", "/") or part.file)] = one(part)
  end
  return files
end

function types.hooks(parts)
  local names = {}
  for _, part in ipairs(parts) do
    for _, fn in ipairs(part.functions) do
      if fn.where == "hook" and not fn.owner then names[#names + 1] = fn.name end
    end
  end
  return names
end

function types.luacheck(parts)
  local settable = { '"options"' }
  for _, name in ipairs(types.hooks(parts)) do settable[#settable + 1] = ('"%s"'):format(name) end
  return ([[
-- Written by docs/api/generate.lua: change docs/api instead. In .luacheckrc:
--   stds.stoke = dofile "docs/types/luacheck.lua"
--   std = "luajit+stoke"
return {
  globals = {
%s,
    wrk = { other_fields = true },
  },
  read_globals = { "env", "arg" },
}
]]):format(write.wrap(table.concat(settable, ", "), "    ", 110))
end

return types
