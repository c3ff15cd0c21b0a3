-- Branches of a journey that run side by side, and join again.

local blame = require "stoke.blame"
local random = require "core.random"
local task = require "core.task"

-- The order of pairs() is not the same in every run.
local function sorted_keys(branches)
  local keys = {}
  for key, branch in pairs(branches) do
    if type(branch) ~= "function" then
      blame("bad argument #1 to 'together' (branch '%s': expected a function, got %s)", tostring(key), type(branch))
    end
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == "number"
  end)
  return keys
end

-- The same user, but with dice of its own: how the branches happen to take turns must not decide
-- who draws what.
local function for_branch(user)
  local own = { random = random.new(user.random:between(0, 2 ^ 52), user.id) }
  return setmetatable(own, { __index = user, __newindex = user })
end

-- Calls each function with the user, all at the same time, and waits for all of them. Gives what
-- they returned, by the same keys; and nil, or the errors of those that failed. Those are counted
-- as script faults besides: the journey goes on, unless one of them has given it up.
return function(user, branches)
  if type(branches) ~= "table" then
    blame("bad argument #1 to 'together' (expected a table of functions, got %s)", type(branches))
  end
  local keys, results, running = sorted_keys(branches), {}, {}
  for i, key in ipairs(keys) do
    local branch, own = branches[key], for_branch(user)
    running[i] = function() results[key] = branch(own) end
  end
  local errors
  for i, raised in pairs(task.together(running)) do
    if raised == task.gave_up then error(raised, 0) end
    errors = errors or {}
    errors[keys[i]] = raised
  end
  return results, errors
end
