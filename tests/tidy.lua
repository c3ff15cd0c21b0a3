-- The repository's own rules, held to by a machine: includes point sideways or down, every header
-- compiles alone, libcurl is known to few, and nothing is left to do in the sources.

local tap = dofile "tests/lua/tap.lua"
local ok, note, read, run = tap.ok, tap.note, tap.read, tap.run

local layers = { "base", "data", "measure", "plan", "net", "llm", "script", "load", "sim", "cli" }

-- Folders that see less than the layers below them.
local only = { sim = { base = true, net = true, sim = true } }

local knows_curl = { ["net/http.c"] = true, ["net/transfer.h"] = true, ["net/line.c"] = true,
  ["net/receive.c"] = true, ["net/ending.c"] = true, ["net/shard.c"] = true, ["net/shard.h"] = true,
  ["net/settings.c"] = true, ["net/settings.h"] = true, ["net/fetch.c"] = true }

local height = { main = #layers + 1 }
for level, layer in ipairs(layers) do height[layer] = level end

local files = {}
for path in run("find src -name '*.[ch]' | LC_ALL=C sort"):gmatch "[^\n]+" do
  files[#files + 1] = { name = path:match "^src/(.+)$", text = read(path) }
end
ok(#files > 100, "%d sources are found", #files)

-- What is wrong with an include of `folder` in a file of `layer`; nil: nothing.
local function wrong_include(layer, folder)
  if not height[folder] then return "no layer is named " .. folder end
  if height[folder] > height[layer] then return folder .. " is above " .. layer end
  if only[layer] and not only[layer][folder] then return layer .. " may not know " .. folder end
end

ok(wrong_include("base", "net") and wrong_include("sim", "llm") and wrong_include("net", "nowhere"),
  "an include that points up is known when it is seen")
ok(not wrong_include("net", "base") and not wrong_include("net", "net") and not wrong_include("main", "cli"),
  "and so is one that does not")

local pointing_up, homeless, curl_known, undone = 0, 0, 0, 0
for _, file in ipairs(files) do
  local layer = file.name:match "^(%w+)/" or "main"
  for folder, rest in ("\n" .. file.text):gmatch '\n%s*#%s*include "([^/"]*)(/?[^"]*)"' do
    local wrong = rest == "" and "an include names its folder" or wrong_include(layer, folder)
    if wrong then
      pointing_up = pointing_up + 1
      note("src/%s includes %s%s: %s", file.name, folder, rest, wrong)
    end
    if rest ~= "" and not io.open("src/" .. folder .. rest) then
      homeless = homeless + 1
      note("src/%s includes %s%s, which is not there", file.name, folder, rest)
    end
  end
  if file.text:find "#%s*include <curl/" and not knows_curl[file.name] then
    curl_known = curl_known + 1
    note("src/%s includes libcurl", file.name)
  end
  for _, word in ipairs { "TODO", "FIXME", "XXX" } do
    if file.text:find("%f[%w]" .. word .. "%f[%W]") then
      undone = undone + 1
      note("src/%s says %s", file.name, word)
    end
  end
end
ok(pointing_up == 0, "includes point sideways or down")
ok(homeless == 0, "and to files that are there")
ok(curl_known == 0, "only a few files of net know libcurl")
ok(undone == 0, "nothing is left to be done")

-- One compiler for all headers, each as a file of its own: a name that is missing is an error.
local flags = "-std=c17 -D_GNU_SOURCE -Isrc -I. " .. run("pkg-config --cflags luajit libcurl openssl"):gsub("\n", " ")
local folder = run("mktemp -d"):gsub("\n", "")
local list = {}
for _, file in ipairs(files) do
  if file.name:find "%.h$" then
    local path = ("%s/%s.c"):format(folder, file.name:gsub("/", "_"))
    local out = assert(io.open(path, "w"))
    out:write(('#include "%s"\n#include "%s"\nextern int nothing;\n'):format(file.name, file.name))
    out:close()
    list[#list + 1] = path
  end
end
local errors = run(("%s -fsyntax-only -Wall -Wextra -Werror %s %s 2>&1"):format(
  os.getenv "CC" or "cc", flags, table.concat(list, " ")))
for line in errors:gmatch "[^\n]+" do note("%s", line) end
ok(#list > 40 and errors == "", "each of %d headers compiles alone, and twice", #list)
os.execute("rm -r " .. folder)

-- Every module of the prelude that is required is a file.
local missing = 0
for path in run("find lua scripts -name '*.lua' | LC_ALL=C sort"):gmatch "[^\n]+" do
  for module in read(path):gmatch 'require%s*%(?%s*"stoke%.([%w_.]+)"' do
    if not io.open("lua/" .. module:gsub("%.", "/") .. ".lua") then
      missing = missing + 1
      note("%s requires stoke.%s, which is not there", path, module)
    end
  end
end
ok(missing == 0, "required modules are there")

os.exit(tap.done())
