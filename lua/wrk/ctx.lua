-- What request(), delay(), response(), token() and failed() get beside wrk's arguments: a table
-- that lives as long as its slot (a connection, in wrk's words).

local ctx = {}

function ctx.new(slot)
  return { slot = slot, user = {} }
end

-- What is known before a request is sent.
function ctx.begin(c, due)
  c.due, c.sent, c.ttft, c.latency, c.status, c.fault = due, nil, nil, nil, nil, nil
end

-- And after it has ended.
function ctx.finish(c, reply)
  c.sent, c.ttft, c.latency = reply.sent, reply.ttft, reply.latency
  c.status, c.fault = reply.status, reply.fault
end

return ctx
