local socket = require "no.such.thing"

function journey()
  socket.open()
end
