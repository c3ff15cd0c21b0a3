-- What the tests in Lua share: TAP, modules of lua/ as files, files and commands read whole.
--
--   local tap = dofile "tests/lua/tap.lua"
--   tap.is(got, want, "what it is about")
--   os.exit(tap.done())

local tap = {}

local count, failures = 0, 0

-- The binary has these modules embedded as stoke.NAME; their chunks have the same names here.
table.insert(package.loaders, 2, function(name)
  local path = name:match "^stoke%.(.+)$"
  path = path and "lua/" .. path:gsub("%.", "/") .. ".lua"
  local source = path and tap.read(path)
  return source and assert(loadstring(source, "=" .. path))
end)

function tap.note(...)
  print("# " .. string.format(...))
end

-- `what` is a format, for what follows.
function tap.ok(passed, what, ...)
  count = count + 1
  failures = failures + (passed and 0 or 1)
  print(("%s %d - %s"):format(passed and "ok" or "not ok", count, select("#", ...) > 0 and what:format(...) or what))
end

function tap.is(got, want, what)
  tap.ok(got == want, what)
  if got ~= want then print(("# got  %s\n# want %s"):format(tostring(got), tostring(want))) end
end

-- A file's bytes; nil when there is none.
function tap.read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "*a"
  if file then file:close() end
  return text
end

-- What a command prints.
function tap.run(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "*a"
  pipe:close()
  return text
end

-- The plan; gives what the test is to exit with.
function tap.done()
  print("1.." .. count)
  return failures == 0 and 0 or 1
end

return tap
