function journey(user)
  local words = nil
  user:chat():ask("Why?", { on_token = function(text) words[#words + 1] = text end })
end
