function journey(user)
  local reply = user:http { url = "/v1/models" }
  print(reply.header["content-type"])
end
