-- The clock, and spans.

return {
  title = "stoke.time",
  type = "time",
  module = "stoke.time",
  about = "Time in seconds. To wait there is `user:think`.",
  functions = {
    { "time.now()",
      returns = { { "seconds", "number", "since some moment; it only ever goes forward" } },
      where = "anywhere",
      about = "The clock that everything is measured by: the difference of two calls is how long something took.",
      example = [[
local time = require "stoke.time"
local before = time.now()
user:chat():ask("Hello?")
user:check("was quick", time.now() - before < 5)
]],
    },
    { "time.span(span)",
      params = { { "span", "string|number", "such as `\"250ms\"`, `\"1.5s\"`, `\"2m\"`, `\"1h\"`; or seconds" } },
      returns = { { "seconds", "number", "" } },
      where = "anywhere",
      about = "Reads a span as options have them.",
      errors = "What is no span, or is negative.",
      example = [[
local time = require "stoke.time"
local patience = time.span("2s")
local reply = user:chat():ask("Hello?")
user:check("in time", reply.ok and reply.e2e < patience)
]],
    },
    { "time.wall()",
      returns = { { "seconds", "integer", "since 1970, UTC" } },
      where = "anywhere",
      about = "The time of day, in whole seconds: for what is signed or named by date.",
      example = [[
local time = require "stoke.time"
user:chat():ask("What happened on " .. os.date("%d %B", time.wall()) .. "?")
]],
    },
  },
}
