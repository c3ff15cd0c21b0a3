-- What somebody who misspelt a name may have meant.

local suggest = {}

local function least(a, b, c)
  if b < a then a = b end
  return c < a and c or a
end

-- How many letters must be put in, left out, changed or swapped with the next to make a of b.
local function distance(a, b)
  local before, row = {}, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local last = row
    row = { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        row[j] = least(row[j], before[j - 2] + 1, row[j])
      end
    end
    before = last
  end
  return row[#b]
end

-- The name of the list that is most like this one; nil when none is like it. A third of the letters
-- may be wrong, or as many as `most`; the shortest names are never guessed.
function suggest.nearest(name, list, most)
  local best, best_distance
  most = most or math.floor(#name / 3)
  for _, other in ipairs(list) do
    if math.abs(#other - #name) <= most and other ~= name then
      local d = distance(name:lower(), other:lower())
      if d <= most and d < (best_distance or math.huge) then best, best_distance = other, d end
    end
  end
  return best
end

-- "; did you mean 'think'?", or "" when nothing is like it.
function suggest.words(name, list)
  local like = type(name) == "string" and suggest.nearest(name, list)
  return like and ("; did you mean '%s'?"):format(like) or ""
end

-- The names of some tables, in an order of their own.
function suggest.names(...)
  local names = {}
  for i = 1, select("#", ...) do
    for name in pairs(select(i, ...) or {}) do
      if type(name) == "string" then names[#names + 1] = name end
    end
  end
  table.sort(names)
  return names
end

return suggest
