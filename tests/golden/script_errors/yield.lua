local function pause()
  coroutine.yield(1)
end

function journey()
  pause()
end
