function journey(user)
  user:think("1500ms")
end

function tick(live)
  print(live.ttft, live.elasped)
end
