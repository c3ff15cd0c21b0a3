-- What is told of the scripting API is what there is: the generated files are those of docs/api, and
-- every function, option and hook that the prelude has for scripts has its entry there.

local tap = dofile "tests/lua/tap.lua"
local ok, read, run = tap.ok, tap.read, tap.run

local generate = dofile "docs/api/generate.lua"
local write = dofile "docs/api/write.lua"

local files = generate.files()
local paths = {}
for path in pairs(files) do paths[#paths + 1] = path end
table.sort(paths)
for _, path in ipairs(paths) do ok(read(path) == files[path], "%s is as make docs writes it", path) end
for path in run("find docs/types -name '*.lua'"):gmatch "%S+" do
  if not files[path] then ok(false, "%s is of nobody: make docs", path) end
end

-- What has an entry, as "user:think", "crypto.hmac" or, of hooks, "journey".
local told, parts, documented_fields = {}, {}, {}
for _, part in ipairs(write.parts()) do
  if part.module then parts[part.module] = part end
  documented_fields[part.type] = documented_fields[part.type] or {}
  for _, field in ipairs(part.fields) do documented_fields[part.type][field[1]] = true end
  for _, fn in ipairs(part.functions) do
    told[(fn.owner and fn.owner .. fn.colon or "") .. fn.name] = true
    ok(fn.about and fn.where and (fn.example or fn.where == "hook"), "%s: about, where and an example", fn.syntax)
  end
end

local function expect(name, where)
  if not told[name] then ok(false, "%s of %s has an entry in docs/api", name, where) end
end

-- Methods are found by how their files are written: function User:think, User.together =.
local function methods(path, class, object, hidden)
  local seen, text = 0, "\n" .. read(path)
  for _, pattern in ipairs { "\nfunction " .. class .. "[.:]([%w_]+)", "\n" .. class .. "%.([%w]+) =" } do
    for name in text:gmatch(pattern) do
      if not name:find "^_" and not hidden[name] then
        seen = seen + 1
        expect(object .. ":" .. name, path)
      end
    end
  end
  ok(seen > 0, "%s has methods", path)
end

methods("lua/user.lua", "User", "user", { new = true })
methods("lua/chat.lua", "Chat", "chat", { new = true })
methods("lua/reply.lua", "Reply", "reply", { new = true, coming = true, of_http = true, Coming = true })
methods("lua/reply.lua", "Reply.Coming", "reply", {})

local options = 0
for name in read("lua/ask.lua"):match("ask%.options = (%b{})"):gmatch "([%w_]+) = " do
  options = options + 1
  if not documented_fields.ask_options[name] then ok(false, "the option %s has an entry", name) end
end
ok(options > 20, "options of a question")

-- Modules that scripts may require: all that strict.lua suggests.
local internal = { prompts = { choose = true, count = true }, flag = { new = true, unknown = true, lines = true } }
local documented = {}
for name in read("lua/strict.lua"):match("local modules = (%b{})"):gmatch '"([%w_]+)"' do
  local path, hidden = "lua/" .. name .. ".lua", internal[name] or {}
  local text = read(path)
  if text and not documented[name] then
    documented[name] = true
    ok(parts["stoke." .. name], "the module stoke.%s has a part", name)
    for fn in ("\n" .. text):gmatch("\nfunction " .. name .. "%.([%w_.]+)") do
      if not hidden[fn] then expect(name .. "." .. fn, path) end
    end
  end
end

-- A journey script's hooks.
for name in read("lua/strict.lua"):match("hooks = (%b{})"):gmatch '"([%w_]+)"' do expect(name, "lua/strict.lua") end

-- What the summary has at its top, of which much may be absent: the headings of its page name it.
local result_names = read("lua/result.lua"):match "local names = (%b{})"
for heading in read("docs/summary.md"):gmatch "\n## ([^\n]+)" do
  for name in heading:gmatch "[%w_]+" do
    ok(result_names:find(('"%s"'):format(name), 1, true), "lua/result.lua knows of %s", name)
  end
end

-- A user's dice.
for name in read("src/script/lib_random.c"):match("methods%[%] = (%b{})"):gmatch '{"([%w_]+)"' do
  expect("random:" .. name, "src/script/lib_random.c")
end

os.exit(tap.done())
