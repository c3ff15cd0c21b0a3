local metric = require "stoke.metric"
local trend, gauge = metric.trend "length", metric.gauge "depth"

function journey(user)
  print("dice: " .. select(2, pcall(function() user.random.pick { 1 } end)))
  print("trend: " .. select(2, pcall(function() trend.add(5) end)))
  print("gauge: " .. select(2, pcall(function() gauge.set { 1 } end)))
  user:chat():ask "Why?"
end
