-- Plain requests beside the model's.

function journey(user)
  local reply = user:http { url = "/v1/models" }
  user:check("a body", reply.ok and reply.status == 200 and reply:json().data[1].id ~= nil)
  user:check("headers by their small names", reply.headers["content-type"] == "application/json")
  user:check("which are not there else", reply.headers["x-nothing"] == nil)
  reply = user:http { url = "/nowhere", method = "POST", body = "{}", timeout = "5s" }
  user:check("a bad status is a fault", reply.fault == "status" and not reply.ok and reply.status == 404)
  reply = user:http { url = "http://127.0.0.1:1/elsewhere" }
  user:check("who was not there is named", reply.fault == "connect" and reply.error:find("127.0.0.1 port 1:", 1, true))
end
