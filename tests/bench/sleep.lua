-- A user who has all the time in the world.

function journey(user)
  user:think(1000)
end
