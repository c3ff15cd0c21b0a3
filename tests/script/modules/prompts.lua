-- stoke.prompts: templates of a script's own, and text of a wanted length.

local t = ...
local ok, is, fails, note = t.ok, t.is, t.fails, t.note

local new = require("core.random").new
local prompts = require "stoke.prompts"
local dice = new(t.seed, 3)

-- Templates.
local ask = prompts.template("Tell me about {{topic}} in {{n}} words, {{ topic }}!",
  { topic = { "bread", "the sea" }, n = { from = 20, to = 22 } })
local seen, kinds, same = {}, 0, true
for _ = 1, 200 do
  local text = ask(dice)
  local topic, n, again = text:match "^Tell me about (.-) in (%d+) words, (.*)!$"
  same = same and topic == again
  if not seen[text] then seen[text], kinds = true, kinds + 1 end
  if not (topic == "bread" or topic == "the sea") or not (tonumber(n) >= 20 and tonumber(n) <= 22) then same = false end
end
ok(same, "a slot that comes twice says the same both times")
is(kinds, 6, "all that can be drawn is drawn")
local a, b = new(5, 5), new(5, 5)
is(ask(a) .. ask(a), ask(b) .. ask(b), "the same dice give the same text")

is(prompts.template("{{a}}{{b}}", { a = "x", b = function(random) return random:between(7, 7) end })(dice), "x7",
  "text, numbers and functions fill slots")
is(prompts.template("no slots, {one} {{ two three }}")(dice), "no slots, {one} {{ two three }}", "other braces stay")
is(prompts.template("{{a}}", { a = { "{{city}}" } })(dice), "{{city}}", "what fills a slot goes in as it is")
is(prompts.template("{{a}} ends", { a = { 5 } })(dice), "5 ends", "lists of numbers")
local other = prompts.template("{{a}} {{b=a}} {{b}}", { a = { 1, 2, 3, 4, 5, 6 } })
local apart, kept = false, true
for _ = 1, 100 do
  local x, y, z = other(dice):match "(%d) (%d) (%d)"
  apart, kept = apart or x ~= y, kept and y == z
end
ok(apart and kept, "{{b=a}} draws a second time, and is kept")
local trip = prompts.template("From {{city}} to {{to=city}}, back in {{city}}")
local from, back = trip(dice):match "^From (.-) to .-, back in (.-)$"
ok(from and from == back and not trip(dice):find "{{", "the built-in slots are there")
is(prompts.template("{{city}}", { city = "here" })(dice), "here", "one's own come first")

fails("nothing is given for {{topik}}; did you mean 'topic'?", prompts.template, "{{topik}}", { topic = { "x" } })
fails("the text has no {{topic}}", prompts.template, "hello", { topic = { "x" } })
fails("the text has no {{citty}}; did you mean 'city'?", prompts.template, "{{city}}", { citty = "x" })
fails("{{a}}: expected a list with something in it", prompts.template, "{{a}}", { a = {} })
fails("{{a}}: expected whole numbers such as { from = 20, to = 200 }", prompts.template, "{{a}}", { a = { from = 2 } })
fails("{{a}}: expected whole numbers", prompts.template, "{{a}}", { a = { from = 3, to = 2 } })
fails("{{a}}: expected text or a number to fill it with, got a table", prompts.template, "{{a}}", { a = { {} } })
fails("{{a}}: expected a list, a range, a function or text, got a boolean", prompts.template, "{{a}}", { a = true })
fails("{{a}}: expected text or a number to fill it with, got a nil",
  prompts.template("{{a}}", { a = function() end }), dice)
fails("expected slots by name", prompts.template, "{{a}}", { a = "x", "y" })
fails("bad argument #1 to 'template' (expected text, got nil)", prompts.template)
fails("bad argument #2 to 'template'", prompts.template, "x", "y")
fails("filled with dice, such as user.random; got nil", ask)
local fine, message = pcall(function() prompts.template("{{topik}}", { topic = { "x" } }) end)
ok(not fine and message:find "modules/prompts.lua:%d+: prompts.template", "with the script's line")

-- Text of a wanted length: within a tenth, and nearer as it is longer.
local worst, worst_of, ends, unfilled = 0, 0, true, false
for tokens = 20, 20000, 1 do
  if tokens <= 400 or tokens % 97 == 0 or tokens == 20000 then
    for _ = 1, tokens < 400 and 10 or 1 do
      local text = prompts.about(dice, tokens)
      local off = math.abs(#text / 4 / tokens - 1)
      if off > worst then worst, worst_of = off, tokens end
      ends = ends and text:find "[.?!][\")]?$" ~= nil and text:find "^%S" ~= nil
      unfilled = unfilled or text:find("{{", 1, true) ~= nil
    end
  end
end
note("the worst is %.1f %% off, of %d tokens", worst * 100, worst_of)
ok(worst <= 0.1, "within 10 % from 20 to 20,000 tokens")
ok(ends, "it begins and ends with whole sentences")
ok(not unfilled, "no slot stays unfilled")
local off = 0
for _ = 1, 20 do off = math.max(off, math.abs(#prompts.about(dice, 5000) / 20000 - 1)) end
ok(off < 0.005, "within 0.5 % of 5,000")

local texts, different = {}, 0
for i = 1, 1000 do
  local text = prompts.about(dice, 200)
  if not texts[text] then texts[text], different = i, different + 1 end
end
is(different, 1000, "a thousand texts of 200 tokens, all different")
is(prompts.about(new(9, 9), 300), prompts.about(new(9, 9), 300), "the same dice give the same text")
ok(#prompts.about(dice, 1) > 0 and #prompts.about(dice, 19.5) < 120, "less than that is a sentence")

fails("expected a number of tokens from 1 to 10 million, got 0", prompts.about, dice, 0)
fails("expected a number of tokens from 1 to 10 million, got nan", prompts.about, dice, 0 / 0)
fails("expected a number of tokens from 1 to 10 million, got many", prompts.about, dice, "many")
fails("bad argument #1 to 'about' (expected dice, such as user.random, got nil)", prompts.about)
fails("bad argument #1 to 'draw' (expected dice", prompts.draw)
fails("bad argument #1 to 'draw' (expected dice, such as user.random, got table)", prompts.draw, { random = dice })
fails("bad argument #1 to 'about' (expected dice, such as user.random, got table)", prompts.about, {}, 5)
fails("filled with dice, such as user.random; got table", ask, {})

-- Filled at once: fillers are templates themselves.
is(prompts.fill("{{a}}, {{c}}", dice, { a = { "x {{b}}" }, b = { "y" }, c = function() return 7 end }), "x y, 7",
  "slots within slots, and functions")
is(prompts.fill("{{n}}", dice, { n = { 5 } }), "5", "numbers are texts")
local function fill_fails(words, ...)
  fails(words, prompts.fill, ...)
  fails("tests/script/modules/prompts.lua:", function(...) prompts.fill(...) end, ...)
end
fill_fails("no slot is named {{nmae}}; did you mean 'name'?", "Hi {{nmae}}", dice)
fill_fails("no slot is named {{heroe}}; did you mean 'heroes'?", "{{heroe}}", dice, { heroes = { "x" } })
fill_fails("bad argument #1 to 'fill' (expected text, got nil)")
fill_fails("bad argument #2 to 'fill' (expected dice, such as user.random, got nil)", "Hi {{name}}")
fill_fails("bad argument #2 to 'fill' (expected dice, such as user.random, got table)", "Hi {{name}}", {})
fill_fails("bad argument #3 to 'fill' (expected a table of slots, got number)", "Hi", dice, 5)
fill_fails("{{a}}: expected a list of texts with something in it, or a function", "{{a}}", dice, { a = {} })
fill_fails("{{a}}: expected a list of texts with something in it, or a function", "{{a}}", dice, { a = "x" })
fill_fails("{{a}}: expected a list of texts, got a table in it", "{{a}}", dice, { a = { {} } })
fill_fails("{{a}}: expected text or a number from its function, got a nil", "{{a}}", dice, { a = function() end })
fill_fails("{{a}} is filled with itself, without an end", "{{a}}", dice, { a = { "{{a}}" } })
