local texts = {}

function journey(user)
  user:embed(texts)
end
