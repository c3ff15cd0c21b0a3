-- A user who talks, and thinks in between.

function journey(user)
  local chat = user:chat()
  user:think(0, 5)
  for _ = 1, 2 do
    chat:ask "How are you?"
    user:think(1, 3)
  end
end
