---@meta stoke.prompts
-- Written by docs/api/generate.lua: change docs/api instead.

--- Texts to ask, for a load that reads like people: the built-in prompts, templates of a script's own, and
--- text of a wanted length. All are drawn with dice, so a user asks the same again in every run of the same
--- `--seed`.
---
--- A template is text with slots: `{{city}}` becomes a city. Some of the built-in slots are `name`,
--- `surname`, `city`, `country`, `street`, `job`, `relative`, `animal`, `plant`, `dish`, `ingredient`,
--- `object`, `instrument`, `product`, `company`, `department`, `concept`, `skill`, `topic`, `genre`, `place`,
--- `feeling`, `month`, `weekday`, `year`, `number`, `price`, `passage_short`, `passage` and `passage_long`.
--- Braces around anything but a name stay as they are.
---@class prompts
local prompts = {}

--- One of the built-in prompts, as a run without a script asks them: questions, letters, code, summaries and
--- more, of all lengths, hardly two alike.
---@param random random dice, such as `user.random`
---@return string text of about 10 to 1500 tokens, most of them around 150
function prompts.draw(random) end

--- A template of one's own, made once and drawn from often. A slot that comes twice says the same both times;
--- `{{other=city}}` draws a city a second time, and is `{{other}}` from there on. What fills a slot goes into
--- the text as it is.
---@param text string with `{{slots}}`
---@param slots table? by name: a list to pick from, `{ from = 20, to = 200 }` for a whole number, a data set, a `function(random)`, or one text; they come before the built-in ones of the same name
---@return fun(random: random): string draw the text with its slots filled
function prompts.template(text, slots) end

--- English text of about so many tokens, counted as four bytes each; no two are alike.
---@param random random dice, such as `user.random`
---@param tokens number from 1 to 10 million
---@return string text whole sentences, within a tenth of this length from 20 tokens on
function prompts.about(random, tokens) end

--- Fills a text at once. Unlike in `prompts.template`, fillers are templates themselves, a slot that comes
--- twice is drawn twice, and `{{hero=name}}` is remembered as `{{hero}}`.
---@param text string with `{{slots}}`
---@param random random dice, such as `user.random`
---@param slots table? by name: a list of texts, or a `function(random, fill)`; they come before the built-in ones
---@return string text with its slots filled
function prompts.fill(text, random, slots) end

return prompts
