-- make docs: writes what is made of docs/api, from the repository's root:
--   docs/scripting.md   the guide (docs/api/guide.md) and every function
--   docs/types/         LuaCATS types for editors, and a std for luacheck

local markdown = dofile "docs/api/markdown.lua"
local types = dofile "docs/api/types.lua"
local write = dofile "docs/api/write.lua"

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

local generate = {}

-- All files by their paths.
function generate.files()
  local parts = write.parts()
  local files = types.files(parts)
  files["docs/scripting.md"] = markdown(parts, read "docs/api/guide.md")
  files["docs/types/luacheck.lua"] = types.luacheck(parts)
  return files
end

local function save(path, text)
  os.execute(("mkdir -p '%s'"):format(path:match "^(.*)/"))
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

if arg and arg[0] and arg[0]:find "generate%.lua$" then
  os.execute "rm -rf docs/types"
  for path, text in pairs(generate.files()) do save(path, text) end
end

return generate
