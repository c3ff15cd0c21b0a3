-- What benches share that note figures round after round: each is taken from one round at a time and printed as
-- the median of the rounds [least - most], and whether it is what was wanted.

local figures = {}

-- A round is { name = { key = number } }; what was run for several sizes has them in its name.
function figures.read_rounds(path)
  local rounds = {}
  for line in io.lines(path) do
    local name, rest = line:match "^(%S+)%s*(.*)$"
    if name == "round" then
      rounds[#rounds + 1] = {}
    else
      local run = {}
      for key, value in rest:gmatch "(%w+)=(%S+)" do run[key] = tonumber(value) end
      rounds[#rounds][run.users and name .. run.users or name] = run
    end
  end
  return rounds
end

-- What was not run has no figure: no wrk, or only some parts were asked for.
local function values_of(figure, rounds)
  local values = {}
  for _, round in ipairs(rounds) do
    local measured, value = pcall(figure[3], round)
    if measured and value == value then values[#values + 1] = value end
  end
  table.sort(values)
  return values
end

local function median(values)
  local n = #values
  return (values[math.floor((n + 1) / 2)] + values[math.floor(n / 2) + 1]) / 2
end

local function text(value)
  if value >= 1000 then return ("%.0f"):format(value) end
  return (value >= 100 and "%.0f" or value >= 10 and "%.1f" or "%.2f"):format(value)
end

local function judged(figure, value)
  if figure.at_least then
    return ("%s (at least %.2f)"):format(value >= figure.at_least and "ok" or "MISSED", figure.at_least)
  elseif figure.at_most then
    return ("%s (at most %.2f)"):format(value <= figure.at_most and "ok" or "MISSED", figure.at_most)
  end
  return ""
end

local function print_figure(figure, values)
  local middle = median(values)
  print(("  %-26s %-15s %8s %-18s %s"):format(figure[1], figure[2], text(middle),
    ("[%s - %s]"):format(text(values[1]), text(values[#values])), judged(figure, middle)))
end

-- A table of headings { TEXT } and figures { NAME, UNIT, FUNCTION OF A ROUND, at_least = N, at_most = N }.
function figures.print(list, rounds)
  local heading
  for _, figure in ipairs(list) do
    local values = figure[3] and values_of(figure, rounds)
    if not values then
      heading = figure[1]
    elseif #values > 0 then
      if heading then print("\n" .. heading) end
      heading = nil
      print_figure(figure, values)
    end
  end
end

return figures
