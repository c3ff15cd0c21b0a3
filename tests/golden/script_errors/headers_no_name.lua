function journey(user)
  user:http { url = "/", headers = { "Bearer abc" } }
end
