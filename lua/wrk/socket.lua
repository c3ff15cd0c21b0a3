-- Many scripts of wrk2's users begin with require "socket", for socket.gettime() alone. Where
-- luasocket is not installed, this little of it is here.

local core = require "core.wrk"

local socket = {}

-- Seconds since 1970.
function socket.gettime()
  return core.time_us() / 1e6
end

setmetatable(socket, { __index = function(_, name)
  error(("socket.%s needs luasocket, which is not installed (without it there is socket.gettime alone)")
    :format(tostring(name)), 2)
end })

-- The last to be asked, so that the real one comes first.
table.insert(package.loaders, function(name)
  if name == "socket" then return function() return socket end end
  return "\n\tno built-in module of that name"
end)

return socket
