function journey(user)
  user:chat():ask("Hello?")
end

function done(_, latency)
  print(latency.p99)
end
