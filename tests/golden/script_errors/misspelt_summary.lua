function journey(user)
  user:chat():ask("Hello?")
end

function done(summary)
  print(summary.request)
end
