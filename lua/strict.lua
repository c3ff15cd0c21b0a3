-- Misspelt names in a script are errors that name its line and what was meant: variables, hooks,
-- modules, and what users, chats and replies can do. wrk's scripts are left alone.

local blame = require "stoke.blame"
local code = require "stoke.code"
local kind = require "stoke.wrk.kind"
local suggest = require "stoke.suggest"

local strict = { hooks = {
  "journey", "on_start", "on_stop", "prepare", "cleanup", "tick", "done", "report",
  "setup", "init", "delay", "request", "response", "token", "failed",
} }

-- Of the script: its path, its folder, its `files` with what their code says (see stoke.code), whether
-- its top level runs, and whether its journeys do.
local script = { files = {}, harmless = {} }

local function folder_of(path)
  return path:match "^(.*/)[^/]*$" or "./"
end

-- Files of the script's own folder are its own as well. In folders below it may be libraries of other
-- people, who look around and make globals as they like.
local function is_own(source)
  return source:sub(1, 1) == "@" and folder_of(source:sub(2)) == script.folder
end

local function is_script(level)
  local frame = debug.getinfo(level + 1, "S")
  return frame and is_own(frame.source) -- C may look without any of Lua's functions running
end

local function add_file(path, chunk)
  script.files[#script.files + 1] = { path = path, code = code.read(chunk) }
end

-- Whether any of the script's files `reads`, `makes`, `sets` or `calls` this name.
local function does(what, name)
  for _, file in ipairs(script.files) do
    if file.code[what][name] then return true end
  end
  return false
end

-- Whether the script has written the name where it is at `level`, and not computed it.
local function is_written(name, level)
  local frame = debug.getinfo(level + 1, "Sl")
  for _, file in ipairs(script.files) do
    local lines = frame.source == "@" .. file.path and file.code.gets[name]
    if lines and lines[frame.currentline] then return true end
  end
  return false
end

-- All names that a file declares for itself: it has debug information for those in use only.
local function declared(text)
  local names = {}
  local function keep(list)
    for name in list:gmatch "[%a_][%w_]*" do names[name] = true end
  end
  for list in text:gmatch "local%s+([%w_,%s]+)" do keep(list) end
  for list in text:gmatch "function[%s%w_.:]*%(([^)]*)%)" do keep(list) end
  for list in text:gmatch "for%s+([%w_,%s]+)" do keep(list) end
  for word in ("local function do in for end if then return"):gmatch "%l+" do names[word] = nil end
  return names
end

local function read_file(path)
  local file = io.open(path)
  local text = file and file:read "*a" or ""
  if file then file:close() end
  return text
end

local function like_variable(name, path)
  return suggest.words(name, suggest.names(_G, declared(read_file(path))))
end

-- In the script itself, or in a file beside it.
function strict.no_variable(name, path)
  return ("there is no variable '%s'%s"):format(tostring(name), like_variable(name, path or script.path))
end

-- What lies beside the script may be a library that looks for what other Luas have: bit32, utf8, _ENV. There
-- a name is wrong only when it is like another one.
local function is_harmless(name, path)
  local key = path .. ":" .. name
  if path == script.path or script.harmless[key] then return path ~= script.path end
  script.harmless[key] = name:find "^_%u+$" ~= nil or like_variable(name, path) == ""
  return script.harmless[key]
end

-- While the script's top level runs it is not known yet whether this is a journey script, unless it
-- says so; then what was read too early is remembered.
local function on_read(_, name)
  if type(name) ~= "string" or not is_script(2) then return nil end
  local where = debug.getinfo(2, "Sl")
  local path = where.source:sub(2)
  if is_harmless(name, path) then return nil end
  if script.running or does("makes", "journey") then blame("%s", strict.no_variable(name, path)) end
  script.missed = script.missed or ("%s:%d: %s"):format(path, where.currentline, strict.no_variable(name, path))
end

local function on_make(globals, name, value)
  if script.running and is_script(2) then
    blame("%s (a new one is local, or made at the script's top level)",
      strict.no_variable(name, debug.getinfo(2, "S").source:sub(2)))
  end
  rawset(globals, name, value)
end

-- The names of a table of name = line, by their lines.
local function by_line(names)
  local sorted = suggest.names(names)
  table.sort(sorted, function(a, b) return names[a] < names[b] end)
  return sorted
end

local function complain(path, line, message)
  error(("%s:%d: %s"):format(path, line, message), 0)
end

-- A function that nobody calls and whose name is almost a hook's was meant to be that hook.
local function check_hooks(file)
  for _, name in ipairs(by_line(file.code.makes)) do
    local value = rawget(_G, name)
    local known = type(value) == "function" and strict.hooks or type(value) == "table" and { "options" } or {}
    local meant = not does("reads", name) and suggest.nearest(name, known)
    for _, hook in ipairs(known) do meant = hook ~= name and meant end
    if meant then
      complain(file.path, file.code.makes[name],
        ("there is no %s '%s'; did you mean '%s'?"):format(type(value) == "table" and "table" or "hook", name, meant))
    end
  end
end

-- What functions will read and nobody has made. Who gives functions other environments knows better.
local function check_variables(file)
  if file.code.reads.setfenv then return end
  for _, name in ipairs(by_line(file.code.reads)) do
    if rawget(_G, name) == nil and not does("makes", name) and not is_harmless(name, file.path) then
      complain(file.path, file.code.reads[name], strict.no_variable(name, file.path))
    end
  end
end

local modules = { "agent", "crypto", "data", "flag", "json", "metric", "prompts", "rag", "time" }

function strict.module_names()
  local names = {}
  for i, name in ipairs(modules) do names[i] = "stoke." .. name end
  return names
end

-- A module's missing name is an error when the script reads it, and nil when we do. So it is in the
-- tables that it has, such as crypto.jwt.
local function guard(name, module)
  local meta = getmetatable(module) or {}
  if type(module) ~= "table" or meta.__index then return end
  for field, value in pairs(module) do guard(("%s.%s"):format(name, field), value) end
  meta.__index = function(_, field)
    if is_script(2) then
      blame("%s has no '%s'%s", name, tostring(field), suggest.words(field, suggest.names(module)))
    end
  end
  setmetatable(module, meta)
end

local function require_failed(name, message)
  if message:find("module '" .. name .. "' not found:", 1, true) then
    local like = suggest.words(name, strict.module_names())
    blame("there is no module '%s'%s", name, like ~= "" and like or
      ": neither beside the script, nor in package.path or package.cpath")
  end
  local why = message:match "^error loading module .- from file .-:\n\t(.*)"
  if why then blame("the module '%s' does not load: %s", name, why) end
  error(message, 0)
end

local function friendly_require(require)
  return function(name)
    if type(name) ~= "string" or not is_script(2) then return require(name) end
    local ok, module = pcall(require, name)
    if not ok then require_failed(name, tostring(module)) end
    if name:find "^stoke%." then guard(name, module) end
    return module
  end
end

-- Reads the code of the script's own file that is about to be required; others load it.
local function notice(name)
  local path = package.searchpath(name, package.path)
  local chunk = path and is_own("@" .. path) and loadfile(path)
  if chunk then add_file(path, chunk) end
end

local function open(path, chunk)
  script.path, script.folder = path, folder_of(path)
  script.at_top = true
  add_file(path, chunk)
  table.insert(package.loaders, 2, notice)
  require = friendly_require(require) -- luacheck: ignore
  env, arg = require("core.plan").typed() -- luacheck: ignore
  arg[0] = path -- luacheck: ignore
  setmetatable(_G, { __index = on_read, __newindex = on_make })
end

local function close()
  local sort = kind.of_script()
  if sort == "journey" and script.missed then error(script.missed, 0) end
  for _, file in ipairs(script.files) do
    if sort ~= "wrk" then check_hooks(file) end
    if sort == "journey" then check_variables(file) end
  end
  script.at_top, script.running = false, sort == "journey"
  if not script.running then setmetatable(_G, nil) end
end

-- Runs a script's chunk, which was loaded from this path.
function strict.run(path, chunk)
  open(path, chunk)
  chunk()
  close()
end

-- Whether the script's top level is what runs.
function strict.at_top()
  return script.at_top
end

-- What stoke gives to scripts and has methods, as far as it is loaded.
local function kinds()
  local loaded = package.loaded
  local random = loaded["core.random"] and getmetatable(loaded["core.random"].new(0, 0)).__index
  local reply = loaded["stoke.reply"] or {}
  return {
    user = loaded["stoke.user"] or {}, chat = loaded["stoke.chat"] or {}, reply = reply, ["user.random"] = random or {},
    ["chat:stream(...)"] = reply.Coming or {}, latency = { percentile = true },
  }
end

function strict.methods()
  local names = {}
  for _, methods in pairs(kinds()) do
    for _, name in ipairs(suggest.names(methods)) do names[name] = true end
  end
  return suggest.names(names)
end

-- What was meant by a method that is not there: one of something else, or one whose name is like it.
function strict.method_meant(name)
  local having = kinds()
  for _, owner in ipairs(suggest.names(having)) do
    if rawget(having[owner], name) then return (" here; did you mean %s:%s(...)?"):format(owner, name) end
  end
  return suggest.words(name, strict.methods())
end

-- What is known of the script: its path, its text and what its code says (see stoke.code).
function strict.script()
  return { path = script.path, text = read_file(script.path), code = script.files[1].code }
end

-- "chat.lua:3" of an option's name, or "chat.lua" when it is nowhere to be seen.
function strict.place_of_option(name)
  local line = 0
  for text in (read_file(script.path) .. "\n"):gmatch "(.-)\n" do
    line = line + 1
    if text:find("%f[%w_]" .. name .. "%f[^%w_][%]\"'%s]*=") then return ("%s:%d"):format(script.path, line) end
  end
  return script.path
end

-- An __index for what scripts may also keep fields of their own in: a name that is not there is nil,
-- unless it is almost one of those that are and the script never sets it. What it has computed is no
-- misspelling.
function strict.missing(what, methods, fields)
  local fine, names = {}, nil
  for _, field in ipairs(fields) do fine[field] = true end
  return function(_, name)
    if fine[name] or type(name) ~= "string" or not is_script(2) then return nil end
    names = names or suggest.names(methods, fine)
    local wrong = is_written(name, 2) and not does("sets", name)
    local like = wrong and suggest.words(name, names) or ""
    if like ~= "" then blame("%s has no '%s'%s", what, name, like) end
    fine[name] = true
  end
end

-- The metatable of what has these fields and no methods. By its mark it may be left behind where the table is
-- copied to another Lua state.
function strict.fields(what, fields)
  return { __index = strict.missing(what, {}, fields), ["stoke.strict"] = true }
end

return strict
