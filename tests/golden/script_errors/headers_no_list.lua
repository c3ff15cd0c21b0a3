local function signed()
  return "X-Signature: none"
end

function journey(user)
  user:chat { headers = signed }:ask("Hi")
end
