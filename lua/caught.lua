-- What a script catches reads like what is reported of it: at its own line, not at the prelude's.
-- A state that has loaded this has a pcall() and the like that see to it.

local frames = require "stoke.frames"
local told = require "stoke.told"

local xpcall, create, resume = xpcall, coroutine.create, coroutine.resume

-- Most errors have nothing to do with the prelude, and looking around costs. Those that have are raised in
-- it, or by LuaJIT for want of a method.
local function is_to_be_told(message)
  return type(message) == "string" and
    (message:find("stoke:lua/", 1, true) or message:find("attempt to call method '", 1, true))
end

local function tell(message)
  if not is_to_be_told(message) then return message end
  return told(message, frames.of(nil, 2))
end

local function resumed(co, ok, message, ...)
  if not ok and is_to_be_told(message) then message = told(message, frames.of(co, 0)) end
  return ok, message, ...
end

function _G.pcall(fn, ...)
  return xpcall(fn, tell, ...)
end

function _G.xpcall(fn, handler, ...)
  if type(handler) ~= "function" then return xpcall(fn, handler, ...) end
  return xpcall(fn, function(message) return handler(tell(message)) end, ...)
end

function coroutine.resume(co, ...) -- luacheck: ignore
  return resumed(co, resume(co, ...))
end

local function passed_on(ok, ...)
  if not ok then error((...), 0) end
  return ...
end

function coroutine.wrap(fn) -- luacheck: ignore
  local co = create(fn)
  return function(...) return passed_on(coroutine.resume(co, ...)) end
end
