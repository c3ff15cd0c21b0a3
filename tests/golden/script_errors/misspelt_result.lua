function journey(user)
  user:chat():ask("Hello?")
end

function report(result)
  return { goodput = result.goodput, requests = result.requets }
end
