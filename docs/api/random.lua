-- A user's dice.

return {
  title = "Dice",
  type = "random",
  about = [[
`user.random`: seeded by `--seed` and the user's id, so that a user draws the same however many threads there are.]],
  functions = {
    { "random:between(low, high)",
      params = { { "low", "integer", "the least" },
        { "high", "integer", "the most" } },
      returns = { { "number", "integer", "all equally likely" } },
      where = "anywhere",
      about = "A whole number, both ends included.",
      errors = "A range without numbers in it.",
      example = [[
for _ = 1, user.random:between(1, 3) do
  user:chat():ask("Tell me more.")
end
]],
    },
    { "random:chance(probability)",
      params = { { "probability", "number", "from 0 to 1" } },
      returns = { { "happens", "boolean", "" } },
      where = "anywhere",
      about = "True so often.",
      errors = "A number that is no probability.",
      example = [[
user:chat():ask(user.random:chance(0.2) and "Tell me everything." or "In a word?")
]],
    },
    { "random:weighted(items, weights?)",
      params = { { "items", "any[]", "`{ { item, weight }, ... }`, or a list of items" },
        { "weights", "number[]?", "theirs, if they stand apart" } },
      returns = { { "item", "any", "one of them, as likely as its weight says" } },
      where = "anywhere",
      about = "One item, some more often than others.",
      errors = "No items, a weight below 0, no weight above 0.",
      example = [[
user:chat():ask(user.random:weighted { { "A short one.", 9 }, { "A very long one.", 1 } })
]],
    },
    { "random:shuffle(list)",
      params = { { "list", "any[]", "" } },
      returns = { { "shuffled", "any[]", "a new list; the one given stays as it is" } },
      where = "anywhere",
      about = "The same items in a random order.",
      errors = "Anything but a list.",
      example = [[
local chat = user:chat()
for _, question in ipairs(user.random:shuffle { "Who?", "Where?" }) do chat:ask(question) end
]],
    },
    { "random:pick(list)",
      params = { { "list", "any[]", "what there is to choose from" } },
      returns = { { "item", "any", "one of them, all equally likely" } },
      where = "anywhere",
      about = "One item of a list.",
      errors = "An empty list.",
      example = [[
user:chat():ask("Tell me about " .. user.random:pick { "bread", "bicycles", "the sea" })
]],
    },
    { "random:uniform(low?, high?)",
      params = { { "low", "number?", "0" },
        { "high", "number?", "1" } },
      returns = { { "number", "number", "all equally likely" } },
      where = "anywhere",
      about = "A number between two.",
      errors = "What is no number.",
      example = [[
if user.random:uniform() < 0.3 then user:chat():ask("Are you there?") end
user:complete("Once", { temperature = user.random:uniform(0.2, 1) })
]],
    },
    { "random:normal(mean, deviation)",
      params = { { "mean", "number", "" },
        { "deviation", "number", "" } },
      returns = { { "number", "number", "may be negative" } },
      where = "anywhere",
      about = "A number of a normal distribution.",
      errors = "What is no number.",
      example = [[
local words = math.max(5, math.floor(user.random:normal(50, 20)))
user:chat():ask("Say it in " .. words .. " words.")
]],
    },
    { "random:lognormal(median, sigma)",
      params = { { "median", "number", "half of all are less" },
        { "sigma", "number", "the deviation of the logarithm: 0.5 is wide, 1 very wide" } },
      returns = { { "number", "number", "more than 0" } },
      where = "anywhere",
      about = "A number as lengths and waits in life are: many small ones, and a few very large.",
      errors = "What is no number.",
      example = [[
user:chat():ask("Go on.", { max_tokens = math.ceil(user.random:lognormal(100, 0.5)) })
]],
    },
    { "random:exponential(mean)",
      params = { { "mean", "number", "" } },
      returns = { { "number", "number", "more than 0" } },
      where = "anywhere",
      about = "A wait between things that come at random.",
      errors = "What is no number.",
      example = [[
user:think(user.random:exponential(0.02))
user:chat():ask("What is new?")
]],
    },
    { "random:gamma(shape, scale)",
      params = { { "shape", "number", "1 is exponential, more is steadier" },
        { "scale", "number", "the mean is shape times scale" } },
      returns = { { "number", "number", "more than 0" } },
      where = "anywhere",
      about = "A number of a gamma distribution.",
      errors = "A shape that is not above 0.",
      example = [[
user:think(user.random:gamma(4, 0.005))
user:chat():ask("What is new?")
]],
    },
    { "random:zipf(n, skew)",
      params = { { "n", "integer", "how many there are" },
        { "skew", "number", "0: all equally likely; 1.1 is common" } },
      returns = { { "rank", "integer", "from 1, the commonest, to n" } },
      where = "anywhere",
      about = "A rank by Zipf's law: a few come again and again.",
      errors = "An n below 1; a skew that is not from 0 to 100.",
      example = [[
user:chat():ask("What is in document " .. user.random:zipf(1000, 1.1) .. "?")
]],
    },
  },
}
