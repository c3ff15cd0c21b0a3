function journey(user)
  user:chat():ask("Hello?")
end

function done(_, latency)
  print(latency:percentil(99))
end
