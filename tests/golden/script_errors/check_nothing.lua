function journey(user)
  local reply = user:chat():ask("Name a colour.")
  user:check("has no fault", reply.fault == nil)
  user:check("nothing to see", reply.refusal)
  user:check("is short")
end
