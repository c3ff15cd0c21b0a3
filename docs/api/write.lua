-- Reads docs/api and puts its parts into other forms. Used by generate.lua and by the tests.

local write = {}

local folder = "docs/api/"
local machinery = { init = true, generate = true, write = true, markdown = true, types = true }

local function names_there()
  local pipe = assert(io.popen("ls " .. folder))
  local names = {}
  for name in pipe:read("*a"):gmatch "([%w_]+)%.lua" do
    if not machinery[name] then names[#names + 1] = name end
  end
  pipe:close()
  table.sort(names)
  return names
end

-- Every function says what it takes, gives back, and is called.
local function complete(part)
  part.fields, part.functions, part.classes = part.fields or {}, part.functions or {}, part.classes or {}
  for _, fn in ipairs(part.functions) do
    fn.syntax, fn.params, fn.returns = fn[1], fn.params or {}, fn.returns or {}
    fn.owner, fn.colon, fn.name = fn.syntax:match "^([%w_]+)([.:])([%w_.]+)"
    fn.name = fn.name or fn.syntax:match "^[%w_]+"
  end
  return part
end

-- The parts in the order in which they are read.
function write.parts()
  local place, there, parts = {}, names_there(), {}
  for i, name in ipairs(dofile(folder .. "init.lua")) do place[name] = i end
  table.sort(there, function(a, b)
    local one, other = place[a] or math.huge, place[b] or math.huge
    if one == other then return a < b end
    return one < other
  end)
  for i, name in ipairs(there) do
    parts[i] = complete(dofile(folder .. name .. ".lua"))
    parts[i].file = name
  end
  return parts
end

local function fill(lines, paragraph, prefix, width)
  local line = ""
  for word in paragraph:gmatch "%S+" do
    if line ~= "" and #prefix + #line + 1 + #word > width then
      lines[#lines + 1] = prefix .. line
      line = ""
    end
    line = line == "" and word or line .. " " .. word
  end
  lines[#lines + 1] = prefix .. line
end

-- Text as paragraphs of lines that are not too long; tables, lists and code stay as they are.
function write.wrap(text, prefix, width)
  local lines = {}
  for paragraph in (text:gsub("%s+$", "") .. "\n\n"):gmatch "\n*(.-)\n%s*\n" do
    if #lines > 0 then lines[#lines + 1] = (prefix:gsub("%s+$", "")) end
    if paragraph:find "^|" or paragraph:find "^    " or paragraph:find "\n%s*[-*] " then
      for line in (paragraph .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = prefix .. line end
    else
      fill(lines, paragraph, prefix, width)
    end
  end
  return table.concat(lines, "\n")
end

function write.one_line(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

return write
