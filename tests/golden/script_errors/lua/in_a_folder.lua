local function need(question)
  if not question then error("a question is needed", 2) end
end

local function ask()
  need(nil)
  return "never"
end

function journey(user)
  local _, message = pcall(user.step, user, "ask", ask)
  print("caught: " .. message)
  error(message, 0)
end
