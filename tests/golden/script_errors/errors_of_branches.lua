-- Branches fail with what pcall would have given.
function journey(user)
  local _, errors = user:together {
    text = function() error "no luck" end,
    table = function() error { code = 5 } end,
    number = function() error(7, 0) end,
    ours = function(u) u:think "soon" end,
    step = function(u) u:step("deep", error, "from a step", 0) end,
    none = function() error() end,
    yield = function() coroutine.yield() end,
  }
  print(("text: %s; table: %s; number: %d"):format(errors.text, tostring(errors.table.code), errors.number))
  print("ours: " .. errors.ours)
  print(("step: %s; none: %s"):format(errors.step, errors.none))
  print("yield: " .. errors.yield)
  user:chat():ask "Why?"
end
