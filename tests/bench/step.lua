-- A user's step, with all that a script usually has around it.

function journey(user)
  user:step("ask", function()
    local reply = user:chat():ask "How are you?"
    user:check("answered", reply.text ~= "")
  end)
end
