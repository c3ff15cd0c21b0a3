function journey(user)
  user:chat():ask "Why?"
end

function done(_, _, _, result)
  print(result.metrics.ttft.men.x)
end
