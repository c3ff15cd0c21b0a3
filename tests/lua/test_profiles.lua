-- Every file in lua/profiles has a name, and its stages are what options.stages takes.

local tap = dofile "tests/lua/tap.lua"
local is, ok = tap.is, tap.ok

local profile = require "stoke.profile"
local stages = require "stoke.stages"

local files = {}
for path in io.popen("ls lua/profiles"):lines() do files[#files + 1] = path:match "^(.*)%.lua$" end
local known = { unpack(profile.names) }
table.sort(known)
is(table.concat(files, " "), table.concat(known, " "), "each file is a profile, and each profile a file")

for _, name in ipairs(profile.names) do
  local options = profile.options(name, "40")
  local list, why = stages.read(options.stages)
  ok(list, name .. ": " .. (why or "its stages are stages"))
  local measured = 0
  for _, stage in ipairs(list or {}) do measured = measured + (stage.warmup and 0 or 1) end
  ok(measured > 0, name .. ": something of it is measured")
end

-- Levels: parts of the peak, whole users, rates with their unit.
local function levels(peak)
  local spike = profile.options("spike", peak).stages
  return tostring(spike[2].to) .. " " .. tostring(spike[3].to)
end
is(levels "40", "8 40", "users")
is(levels "2", "1 2", "there is somebody where there is to be somebody")
is(levels "20/s", "4/s 20/s", "a rate")
is(levels "1.5k/m", "300/m 1500/m", "a rate in thousands a minute")
is(select(2, profile.options("spkie", "5")), "there is no profile \"spkie\"; did you mean 'spike'?", "misspelt")

-- What options.stages may not be.
for _, case in ipairs {
  { {}, "expected a list of stages, such as { users = 5, to = 50, lasts = \"2m\" }" },
  { { 5 }, "stage 1 is a number: expected a table, such as { users = 5, to = 50, lasts = \"2m\" }" },
  { { { users = 5, lasts = "1s" }, { user = 5, lasts = "1s" } },
    "stage 2: there is no field 'user'; did you mean 'users'?" },
  { { { users = "5", lasts = "1s" } }, "stage 1: users must be a number, not a string" },
  { { { users = 5, rate = 5, lasts = "1s" } },
    "stage 1: users and rate do not go together: it counts one or the other" },
  { { { users = 5, from = 5, lasts = "1s" } }, "stage 1: from is what users says as well: leave one of them out" },
  { { { lasts = "1s" } }, "stage 1: users, rate or to says how much load there is, such as "
    .. "{ users = 5, to = 50, lasts = \"2m\" }" },
  { { { users = 5 } }, "stage 1: lasts says how long it is, such as { users = 5, to = 50, lasts = \"2m\" }" },
  { { { 5, "1s" } }, "stage 1: its fields have names, such as { users = 5, to = 50, lasts = \"2m\" }" },
} do
  is(select(2, stages.read(case[1])), case[2], case[2])
end

os.exit(tap.done())
