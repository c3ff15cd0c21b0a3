-- Methods that are called with a dot get their first argument in place of what they belong to, and would
-- complain of that. They say what was meant instead.

local blame = require "stoke.blame"

local colon = { names = {} } -- of the methods that are behind a guard, which tracebacks show

local function guarded(what, kind, name, method)
  return function(self, ...)
    if type(self) ~= "table" or not self[kind] then
      blame("'%s' needs the %s first: call it with a colon, as %s:%s(...)", name, what, what, name)
    end
    return method(self, ...)
  end
end

-- For all methods that `class` has by now. What has the key `kind`, itself or from what it inherits, is
-- taken for one of the kind; otherwise the class is the key.
function colon.guard(what, class, kind)
  kind = kind or class
  for name, method in pairs(class) do
    if type(method) == "function" then
      colon.names[method] = name
      class[name] = guarded(what, kind, name, method)
    end
  end
  class[kind] = true
end

return colon
