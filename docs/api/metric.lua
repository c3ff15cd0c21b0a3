-- What a script measures itself.

local name = { "name", "string", "what it is called in the report and in `result.custom`" }
local options = { "options", "table?", "`unit`: of the values, as text; `\"s\"` is shown as a time" }

local refused = "A name that is empty, or in use for another kind or unit; an option other than `unit`; name 257."

return {
  title = "stoke.metric",
  type = "metric",
  module = "stoke.metric",
  about = [[
Numbers of a script's own, beside those that are measured anyway. A metric has a name, and is made at the top of a
script or in a journey; made again under the same name it is the same one. What is added inside the measured window
counts, from all users and workers, and is in the report and in the summary as `custom.NAME`.

At most 256 names: take ones that come again, not ones made of what a model has said.]],
  functions = {
    { "metric.trend(name, options?)",
      params = { name, options },
      returns = { { "trend", "trend", "with `add(value)`" } },
      where = "anywhere",
      about = "A distribution: count, mean, deviation, extremes and percentiles of values. They may have any sign, and "
        .. "any size from 1e-9 to 1e13; three digits of them are kept.",
      errors = refused,
      example = [[
local metric = require "stoke.metric"
local length = metric.trend("answer length", { unit = "characters" })

function journey(user)
  local reply = user:chat():ask("Why does bread rise?")
  if reply.ok then length:add(#reply.text) end
end
]],
    },
    { "metric.counter(name, options?)",
      params = { name, options },
      returns = { { "counter", "counter", "with `add(amount?)`" } },
      where = "anywhere",
      about = "A sum of amounts.",
      errors = refused,
      example = [[
local metric = require "stoke.metric"
local follow_ups = metric.counter "follow-ups"

function journey(user)
  local chat = user:chat()
  if chat:ask("Why does bread rise?").ok then
    follow_ups:add()
    chat:ask("And why does it fall?")
  end
end
]],
    },
    { "metric.rate(name, options?)",
      params = { name, options },
      returns = { { "rate", "rate", "with `add(yes)`" } },
      where = "anywhere",
      about = "How often something is true.",
      errors = refused,
      example = [[
local metric = require "stoke.metric"
local polite = metric.rate "polite"

function journey(user)
  polite:add(user:chat():ask("Hello?").text:find("please") ~= nil)
end
]],
    },
    { "metric.gauge(name, options?)",
      params = { name, options },
      returns = { { "gauge", "gauge", "with `set(value)`" } },
      where = "anywhere",
      about = "A state that changes: the last value, and the mean and extremes of all that were set.",
      errors = refused,
      example = [[
local metric = require "stoke.metric"
local depth = metric.gauge "messages in a conversation"

function journey(user)
  local chat = user:chat()
  for _ = 1, 3 do
    chat:ask("And then?")
    depth:set(#chat.messages)
  end
end
]],
    },
    { "trend:add(value)",
      params = { { "value", "number", "from -1e13 to 1e13" } },
      returns = {},
      where = "anywhere",
      about = "Adds a value to the distribution. Outside of a journey, and before and after the measured window, it "
        .. "does nothing.",
      errors = "What is no number, NaN, or larger than 1e13 in magnitude.",
      example = [[
local took = require("stoke.metric").trend("two answers", { unit = "s" })

function journey(user)
  local one, two = user:chat():ask("Hello?"), user:chat():ask("Hello?")
  if one.ok and two.ok then took:add(one.e2e + two.e2e) end
end
]],
    },
    { "counter:add(amount?)",
      params = { { "amount", "number?", "1 when it is not given" } },
      returns = {},
      where = "anywhere",
      about = "Adds to the sum.",
      errors = "As `trend:add`.",
      example = [[
local read = require("stoke.metric").counter("read", { unit = "characters" })

function journey(user)
  read:add(#user:chat():ask("Hello?").text)
end
]],
    },
    { "rate:add(yes)",
      params = { { "yes", "boolean", "" } },
      returns = {},
      where = "anywhere",
      about = "Counts it.",
      errors = "Anything that is neither true nor false: a field that is not there would count as no.",
      example = [[
local answered = require("stoke.metric").rate "answered"

function journey(user)
  answered:add(user:chat():ask("Hello?").ok)
end
]],
    },
    { "gauge:set(value)",
      params = { { "value", "number", "from -1e13 to 1e13" } },
      returns = {},
      where = "anywhere",
      about = "Says what it is now.",
      errors = "As `trend:add`.",
      example = [[
local mood = require("stoke.metric").gauge "patience"

function journey(user)
  user.patience = (user.patience or 10) - 1
  mood:set(user.patience)
  user:chat():ask("Hello?")
end
]],
    },
  },
}
