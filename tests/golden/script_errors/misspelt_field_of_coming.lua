function journey(user)
  local story = user:chat():stream("Tell me a story.")
  for _ in story:tokens() do
    if story.txt then story:stop() end
  end
end
