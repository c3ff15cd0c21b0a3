-- Branches of a journey run side by side and join again.

local time = require "stoke.time"

function journey(user)
  local from = time.now()
  local results, errors = user:together {
    first = function(u) u:think(0.1) return 1 end,
    second = function(u) return u:chat():ask("Hi.").ok end,
    function(own) own.mark = "seen" return own.id end,
  }
  local took = time.now() - from
  user:check("all of them ran", results.first == 1 and results.second == true and results[1] == user.id)
  user:check("at the same time", took < 0.19)
  user:check("nothing failed", errors == nil)
  user:check("what a branch sets, the user has", user.mark == "seen")

  local other = user:together { a = function(u) return u.random:between(1, 1e9) end,
                                b = function(u) return u.random:between(1, 1e9) end }
  user:check("each has dice of its own", other.a ~= other.b)
  user:check("none is none", next((user:together {})) == nil)

  local nested = user:together { function(u)
    return u:together { function(v) v:think(0.01) return "deep" end }
  end }
  user:check("they nest", nested[1][1] == "deep")

  local labels = {}
  user:step("outer", function()
    user:together { function(u) u:step("inner", function() labels[1] = u:think(0.005) or "waited" end) end,
                    function(u) u:chat():ask("Under outer.") end }
  end)
  user:check("and have steps of their own", labels[1] == "waited")
end
