-- The prelude: what C calls.

local User = require "stoke.user"
local kind = require "stoke.wrk.kind"
local scenarios = require "stoke.scenarios"
local settings = require("core.plan").settings()

local init = {}

local function built_in()
  return require(settings.api == "http" and "stoke.journeys.http" or "stoke.journeys.ask")
end

-- A function that users go through beside their journeys, measured under its name.
local function hook(name)
  local fn = rawget(_G, name)
  return fn and function(user, shared) return user:step(name, fn, user, shared) end
end

local function all_are_functions(...)
  for i = 1, select("#", ...) do
    local name = select(i, ...)
    local got = type(rawget(_G, name))
    if got ~= "function" and got ~= "nil" then
      return false, ("%s is a hook, so it must be a function, not a %s"):format(name, got)
    end
  end
  return true
end

-- Those of a script written for wrk are one, and a script that only has its say about options and
-- results leaves it to us.
local function journeys_of_script(names)
  local sort = kind.of_script()
  if sort == "wrk" then return { require "stoke.journeys.wrk" } end
  if sort == "results" then return { built_in() } end
  return scenarios.journeys(names)
end

-- Once before the load and once after it, by main's own user; what prepare() returns is kept for all.
function init.prepare(user) init.shared = user:step("prepare", rawget(_G, "prepare"), user) end
function init.cleanup(user) user:step("cleanup", rawget(_G, "cleanup"), user, init.shared) end

-- The functions that users go through: journeys, one for each name of a scenario, and the hooks; or nil
-- and why there are none. `script` is a path, or nil for the built-in journey.
function init.find_hooks(script, names)
  local journeys, ok, why
  if script then
    ok, why = all_are_functions("on_start", "on_stop", "prepare", "cleanup", "tick", "done", "report")
    if not ok then return nil, ("%s: %s"):format(script, why) end
    journeys, why = journeys_of_script(names)
    if not journeys then return nil, ("%s %s"):format(script, why) end
  end
  return {
    new_user = User.new,
    journeys = journeys or { built_in() },
    on_start = script and hook "on_start",
    on_stop = script and hook "on_stop",
  }
end

return init
