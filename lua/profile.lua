-- Shapes for the usual questions (--profile): each is a file in lua/profiles, which gives what a script's
-- `options` would say. It is called with a function that tells a part of the peak: at(0.1) of "50" is 5
-- users, and of "20/s" it is "2/s".

local suggest = require "stoke.suggest"

local folder = "stoke.profiles."
local profile = { names = { "smoke", "ramp", "soak", "spike", "long-context" } }

-- Of users there are whole ones, and one at least where there is to be somebody.
local function part_of(peak)
  local number, unit = peak:match "^([%d.]+)(.*)$"
  local scale = unit:match "^([kM]?)"
  local level, per = tonumber(number) * (scale == "k" and 1e3 or scale == "M" and 1e6 or 1), unit:sub(#scale + 1)
  return function(share)
    if per ~= "" then return level * share .. per end
    return share > 0 and math.max(1, math.floor(level * share + 0.5)) or 0
  end
end

-- The options of the profile, or nil and that there is none of this name.
function profile.options(name, peak)
  for _, known in ipairs(profile.names) do
    if known == name then return require(folder .. name)(part_of(peak)) end
  end
  local like = suggest.words(name, profile.names)
  if like == "" then like = ": expected one of " .. table.concat(profile.names, ", ") end
  return nil, ("there is no profile \"%s\"%s"):format(name, like)
end

return profile
