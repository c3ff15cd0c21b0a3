-- What the pages for people point at is there: the files of their links, and, in the tour of the code,
-- every function in the file that is named beside it.

local tap = dofile "tests/lua/tap.lua"
local ok, note, read, run = tap.ok, tap.note, tap.read, tap.run

local function is_there(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

-- Headings as links name them: "## A turn" is #a-turn.
local function has_heading(path, anchor)
  for heading in ("\n" .. (read(path) or "")):gmatch "\n#+ ([^\n]+)" do
    if heading:lower():gsub("[^%w %-_]", ""):gsub(" ", "-") == anchor then return true end
  end
  return anchor == ""
end

local pages = {}
for path in run("ls *.md deps/*.md docs/*.md"):gmatch "%S+" do pages[#pages + 1] = path end
local links, broken = 0, 0
for _, page in ipairs(pages) do
  local folder = page:match "^(.*/)" or ""
  for target, anchor in read(page):gsub("```.-```", ""):gmatch "%]%(([^)#%s]*)#?([^)%s]*)%)" do
    if not target:find "^%a+:" then
      local path = target == "" and page or folder .. target
      links = links + 1
      if not is_there(path) or not has_heading(path, anchor) then
        broken = broken + 1
        note("%s points to %s#%s, which is not there", page, target, anchor)
      end
    end
  end
end
ok(#pages > 5 and links > 60 and broken == 0, "%d links of %d pages lead somewhere", links, #pages)

-- The tour.

local tour = read "docs/architecture.md"
local everything = {}
for path in run("find src lua -name '*.[ch]' -o -name '*.lua' | LC_ALL=C sort"):gmatch "%S+" do
  everything[#everything + 1] = path
end

-- "net/shard.c" is src/net/shard.c.
local function file_of(words)
  return is_there(words) and words or "src/" .. words
end

local function defines(path, name)
  local text = read(path)
  if not text then return false end
  local plain = name:gsub("%p", "%%%0")
  return ("\n" .. text):find("\n[^\n*/-]*%f[%w_]" .. plain .. "%s*%(") ~= nil
end

local function any_defines(paths, name)
  for _, path in ipairs(paths) do
    if defines(path, name) then return true end
  end
  return false
end

local hooks = { prepare = true, cleanup = true }
local functions, missing = 0, 0

local function check_function(name, file)
  if hooks[name] then return end
  functions = functions + 1
  if not any_defines(file and { file_of(file) } or everything, name) then
    missing = missing + 1
    note("%s() is not in %s", name, file or "src or lua")
  end
end

-- `name()` (net/shard.c), `name()` in src/load/worker.c, or one that is anywhere.
local text = tour:gsub("```.-```", "")
for name, after in text:gmatch "([%a_][%w_.]*)%(%)`?()" do
  local rest = text:sub(after)
  check_function(name, rest:match "^ %(([%w_/.]+)%)" or rest:match "^ in ([%w_/]+%.[chlua]+)")
end
ok(functions > 15 and missing == 0, "%d functions are where the tour says", functions)

local gone = 0
for words in tour:gmatch "[%w_]+/[%w_/]+%.[chlua]+" do
  if not is_there(file_of(words)) then
    gone = gone + 1
    note("there is no %s", words)
  end
end
ok(gone == 0, "and so are its files")

-- A turn, as it is shown, is the whole of what it is in the code, but for what measures it.
local shown, turn = {}, read("src/load/worker.c"):match "\nstatic void turn(.-)\n}\n"
for line in tour:match("```c\n(.-)```"):gmatch "[^\n]+" do
  shown[line:gsub("%s*/%*.*", "")] = true
end
local untold = 0
for line in turn:gmatch "\n    (%S[^\n;]*;)" do
  if not shown[line] and not line:find "nanos from" and not line:find "loop_now" then
    untold = untold + 1
    note("the tour shows no %s", line)
  end
  shown[line] = nil
end
ok(untold == 0, "all that a turn does is shown")
ok(not next(shown), "and nothing else: %s", tostring(next(shown) or "nothing"))

os.exit(tap.done())
