-- What deals the rows of a data set.

return {
  title = "A feeder",
  type = "feeder",
  about = "An order of a set's rows with a place in it, of which each worker has its own part.",
  functions = {
    { "feeder:next()",
      params = {},
      returns = { { "row", "any", "the next one; nil: with `once`, all have been dealt" } },
      where = "anywhere",
      about = "Deals the worker's next row. Which user gets it depends on who comes first; where that must not be so, "
        .. "there is `set:for_user`.",
      example = [[
local data = require "stoke.data"
local feeder = data.jsonl("questions.jsonl"):sequence()

function journey(user)
  user:chat():ask(feeder:next().question)
end
]],
    },
  },
}
