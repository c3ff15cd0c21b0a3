-- What a misspelt name is taken for, and which line of the script is to blame.

local tap = dofile "tests/lua/tap.lua"
local is = tap.is

local blame = require "stoke.blame"
local suggest = require "stoke.suggest"

local names = { "journey", "on_start", "on_stop", "prepare", "tick", "done", "think", "ask", "id", "questions", "step" }

for _, case in ipairs {
  { "journy", "journey" }, { "thnik", "think" }, { "quesitons", "questions" }, { "onstart", "on_start" },
  { "Think", "think" }, { "aks", "ask" }, { "stepp", "step" }, { "dnoe", "done" }, { "on_stpo", "on_stop" },
} do
  is(suggest.nearest(case[1], names), case[2], case[1] .. " is " .. case[2])
end

-- Nothing like it; what is there is not a suggestion for itself; the shortest names are never guessed.
for _, far in ipairs { "frobnicate", "x", "i", "", "visits", "ticket_office", "ask" } do
  is(suggest.nearest(far, names), nil, ("'%s' is like none"):format(far))
end

is(suggest.nearest("cat", { "cut", "cat_", "car" }), "cut", "of several as near, the first")
is(suggest.nearest("mesages", { "message", "messages", "massages" }), "messages", "the nearest wins")
is(suggest.nearest("ticks", names, 0), nil, "as near as one asks for")
is(suggest.words("thnik", names), "; did you mean 'think'?", "as words")
is(suggest.words("frobnicate", names), "", "or none")
is(suggest.words(5, names), "", "of what is no name, none")
is(table.concat(suggest.names { b = 1, a = 2, [1] = 3 }, " "), "a b", "the names of a table")

is(table.concat(suggest.names({ b = 1, [1] = 3 }, nil, { a = 2 }), " "), "a b", "or of several")

local function message_of(script)
  local fn = assert(loadstring(script, "@lua/chat.lua"))
  local _, message = pcall(setfenv(fn, { blame = blame, pcall = pcall }))
  return message
end

is(message_of "\nblame('there is no %s', 'x')", "lua/chat.lua:2: there is no x", "the script's own line is to blame")
is(message_of "local _, message = pcall(blame, '%d is too many', 5)\nreturn message",
  "lua/chat.lua:1: 5 is too many", "and it may be caught")

os.exit(tap.done())
