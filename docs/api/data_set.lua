-- What stoke.data opens.

local index = { "number", "integer", "of the row: 1 is the first" }
local row = { "row", "any", "text; a JSON value; or a table by the columns' names" }

return {
  title = "A data set",
  type = "dataset",
  about = "`#set` is how many rows there are, `set[number]` one of them, or nil. A row is made anew each time; what a "
    .. "journey changes in it changes nothing.",
  fields = {
    { "path", "string", "where the file was found" },
    { "kind", "string", "`lines`, `jsonl`, `json`, `sharegpt` or `csv`" },
    { "skipped", "integer", "how many rows were left out" },
    { "columns", "string[]?", "of a csv: the names, in the file's order" },
  },
  functions = {
    { "set:at(number)",
      params = { index },
      returns = { row },
      where = "anywhere",
      about = "The row of this number.",
      errors = "A number that no row has: it says how many there are.",
      example = [[
local data = require "stoke.data"
local questions = data.jsonl "questions.jsonl"

function journey(user)
  user:chat():ask(questions:at(1).question)
end
]],
    },
    { "set:rows()",
      params = {},
      returns = { { "iterator", "fun(): integer, any", "of number and row, one after the other" } },
      where = "anywhere",
      about = "All rows, in the file's order.",
      example = [[
local data = require "stoke.data"
local hard = {}
for _, row in data.jsonl("questions.jsonl"):rows() do
  if row.follow_up then hard[#hard + 1] = row.follow_up end
end

function journey(user)
  user:chat():ask(user.random:pick(hard))
end
]],
    },
    { "set:pick(random)",
      params = { { "random", "random", "the user's dice" } },
      returns = { row },
      where = "anywhere",
      about = "Any row, by the user's dice: the same for the same seed and user.",
      errors = "Something that is no dice.",
      example = [[
local data = require "stoke.data"
local questions = data.jsonl "questions.jsonl"

function journey(user)
  user:chat():ask(questions:pick(user.random).question)
end
]],
    },
    { "set:for_user(user, visit?)",
      params = { { "user", "user", "of the journey" },
        { "visit", "integer?", "which visit; otherwise the one after the last that was asked for, from 1" } },
      returns = { row },
      where = "a journey",
      about = "The row for this visit of this user, decided by `user.id` and the visit alone: the same whatever the "
        .. "number of workers. Users begin far apart, the first `#set` of them with different rows, and each goes on "
        .. "row by row, wrapping round at the end: number = ((id - 1) * step + visit - 1) mod n + 1, where n is `#set` "
        .. "and step the first whole number from 0.618 n on that has no divisor in common with n.",
      errors = "Something that is no user.",
      example = [[
local data = require "stoke.data"
local questions = data.jsonl "questions.jsonl"

function journey(user)
  local first, second = questions:for_user(user), questions:for_user(user)
  local chat = user:chat()
  chat:ask(first.question)
  chat:ask(second.question)
end
]],
    },
    { "set:sequence(options?)",
      params = { { "options", "{ once?: boolean }?", "`once`: each row is dealt once, and then none" } },
      returns = { { "feeder", "feeder", "in the file's order" } },
      where = "top level",
      about = "Deals the rows in the file's order, and again from the start after the last. Of n workers the i-th "
        .. "takes the rows i, i + n, i + 2n, ... of that one order, so no row comes twice before all were there.",
      errors = "A call in a journey: its feeder would begin anew each time.",
      example = [[
local data = require "stoke.data"
local feeder = data.jsonl("questions.jsonl"):sequence { once = true }

function journey(user)
  local row = feeder:next()
  if row then user:chat():ask(row.question) else user:chat():ask("Anything else?") end
end
]],
    },
    { "set:shuffle(options?)",
      params = { { "options", "integer|{ seed?: integer, once?: boolean }?",
        "the seed, which otherwise is the run's; `once` as in sequence" } },
      returns = { { "feeder", "feeder", "in another order for each pass over all rows" } },
      where = "top level",
      about = "Deals the rows shuffled, all of them before one comes again, each worker its part as in `set:sequence`.",
      errors = "A call in a journey; a seed that is no whole number.",
      example = [[
local data = require "stoke.data"
local feeder = data.jsonl("questions.jsonl"):shuffle(7)

function journey(user)
  user:chat():ask(feeder:next().question)
end
]],
    },
    { "set:random(options?)",
      params = { { "options", "integer|{ seed?: integer, skew?: number }?",
        "the seed, which otherwise is the run's; `skew`: the first rows come more often, by Zipf's law" } },
      returns = { { "feeder", "feeder", "each draw for itself" } },
      where = "top level",
      about = "Deals any row each time. With a skew such as 1.1 a few rows are asked for again and again, as in life: "
        .. "what a cache of prefixes is good for.",
      errors = "A call in a journey; a skew that is no number from 0 to 100.",
      example = [[
local data = require "stoke.data"
local feeder = data.jsonl("questions.jsonl"):random { skew = 1.1 }

function journey(user)
  user:chat():ask(feeder:next().question)
end
]],
    },
  },
}
