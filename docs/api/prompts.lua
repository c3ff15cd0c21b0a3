-- Prompts made of templates.

return {
  title = "stoke.prompts",
  type = "prompts",
  module = "stoke.prompts",
  about = [[
Texts to ask, for a load that reads like people: the built-in prompts, templates of a script's own, and text of a wanted
length. All are drawn with dice, so a user asks the same again in every run of the same `--seed`.

A template is text with slots: `{{city}}` becomes a city. Some of the built-in slots are `name`, `surname`, `city`,
`country`, `street`, `job`, `relative`, `animal`, `plant`, `dish`, `ingredient`, `object`, `instrument`, `product`,
`company`, `department`, `concept`, `skill`, `topic`, `genre`, `place`, `feeling`, `month`, `weekday`, `year`, `number`,
`price`, `passage_short`, `passage` and `passage_long`. Braces around anything but a name stay as they are.]],
  functions = {
    { "prompts.draw(random)",
      params = { { "random", "random", "dice, such as `user.random`" } },
      returns = { { "text", "string", "of about 10 to 1500 tokens, most of them around 150" } },
      where = "anywhere",
      about = "One of the built-in prompts, as a run without a script asks them: questions, letters, code, summaries "
        .. "and more, of all lengths, hardly two alike.",
      errors = "Anything but dice.",
      example = [[
local prompts = require "stoke.prompts"
local chat = user:chat()
for _ = 1, 3 do chat:ask(prompts.draw(user.random)) end
]],
    },
    { "prompts.template(text, slots?)",
      params = { { "text", "string", "with `{{slots}}`" },
        { "slots", "table?", "by name: a list to pick from, `{ from = 20, to = 200 }` for a whole number, a data set, "
          .. "a `function(random)`, or one text; they come before the built-in ones of the same name" } },
      returns = { { "draw", "fun(random: random): string", "the text with its slots filled" } },
      where = "anywhere",
      about = "A template of one's own, made once and drawn from often. A slot that comes twice says the same both "
        .. "times; `{{other=city}}` draws a city a second time, and is `{{other}}` from there on. What fills a slot "
        .. "goes into the text as it is.",
      errors = "A slot that nothing is given for, and one that the text has not (with a suggestion); fillers of the "
        .. "wrong kind.",
      example = [[
local prompts = require "stoke.prompts"
local trip = prompts.template("How do I get from {{city}} to {{goal=city}} for {{price}} euros? What is {{goal}} like?",
  { price = { from = 20, to = 200 } })

function journey(user)
  user:chat():ask(trip(user.random))
end
]],
    },
    { "prompts.about(random, tokens)",
      params = { { "random", "random", "dice, such as `user.random`" },
        { "tokens", "number", "from 1 to 10 million" } },
      returns = { { "text", "string", "whole sentences, within a tenth of this length from 20 tokens on" } },
      where = "anywhere",
      about = "English text of about so many tokens, counted as four bytes each; no two are alike.",
      errors = "Anything but dice and a number of tokens.",
      example = [[
local prompts = require "stoke.prompts"
local length = math.max(20, user.random:lognormal(300, 0.5))
user:chat():ask("Summarise this:\n\n" .. prompts.about(user.random, length))
]],
    },
    { "prompts.fill(text, random, slots?)",
      params = { { "text", "string", "with `{{slots}}`" }, { "random", "random", "dice, such as `user.random`" },
        { "slots", "table?", "by name: a list of texts, or a `function(random, fill)`; they come before the built-in "
          .. "ones" } },
      returns = { { "text", "string", "with its slots filled" } },
      where = "anywhere",
      about = "Fills a text at once. Unlike in `prompts.template`, fillers are templates themselves, a slot that comes "
        .. "twice is drawn twice, and `{{hero=name}}` is remembered as `{{hero}}`.",
      errors = "A slot that nobody knows (with a suggestion); fillers of the wrong kind; a slot that is filled with "
        .. "itself without an end.",
      example = [[
local prompts = require "stoke.prompts"
local own = { twist = { "a letter from {{relative}} {{name}}", "a {{animal}} with a {{object}}" } }
local story = prompts.fill("Tell of {{hero=name}} of {{city}}, and {{twist}}. {{hero}} is a {{job}}.", user.random, own)
user:chat():ask(story)
]],
    },
  },
}
