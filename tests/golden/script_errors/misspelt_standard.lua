local json = reqire "stoke.json"

function journey()
  json.encode {}
end
