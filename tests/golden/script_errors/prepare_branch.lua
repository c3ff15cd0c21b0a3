function prepare(user)
  user:together {
    function() local found = nil; return found.text end,
    function() return true end,
  }
end

function journey(user)
  user:chat():ask "Why?"
end
