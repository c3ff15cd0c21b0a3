-- Templates of a script's own: text with slots, and what they are filled with.
--
--   local ask = prompts.template("Tell me about {{topic}} in {{n}} words",
--     { topic = { "bread", "the sea" }, n = { from = 20, to = 200 } })
--   chat:ask(ask(user.random))
--
-- A slot that comes twice says the same both times; {{other=topic}} draws a second time, and is known
-- as other from there on. What fills a slot goes into the text as it is.

local blame = require "stoke.blame"
local check = require "stoke.prompts.check"
local suggest = require "stoke.suggest"

local is_text = check.is_text

local function expect_text(slot, value)
  if is_text(value) then return value end
  return blame("prompts.template: {{%s}}: expected text or a number to fill it with, got a %s", slot, type(value))
end

local function is_whole(value)
  return type(value) == "number" and value % 1 == 0
end

local function range(slot, from, to)
  if not (is_whole(from) and is_whole(to) and from <= to) then
    blame("prompts.template: {{%s}}: expected whole numbers such as { from = 20, to = 200 }", slot)
  end
  return function(random) return random:between(from, to) end
end

local function list(slot, items)
  if #items == 0 then
    blame("prompts.template: {{%s}}: expected a list with something in it, or { from = 20, to = 200 }", slot)
  end
  for _, item in ipairs(items) do expect_text(slot, item) end
  return function(random) return random:pick(items) end
end

-- The function(random) that fills a slot, of whatever the script gave for it.
local function filler_of(slot, value)
  if is_text(value) then return function() return value end end
  if type(value) == "function" then
    return function(random) return expect_text(slot, value(random)) end
  elseif type(value) == "userdata" then -- a data set
    return function(random) return expect_text(slot, value:pick(random)) end
  elseif type(value) ~= "table" then
    return blame("prompts.template: {{%s}}: expected a list, a range, a function or text, got a %s", slot, type(value))
  end
  if value.from ~= nil or value.to ~= nil then return range(slot, value.from, value.to) end
  return list(slot, value)
end

-- The text as pieces between slots: texts, and the names under which values are kept; and what the
-- names are drawn from, in the order in which they come.
local function read(text)
  local pieces, names, source, from = {}, {}, {}, 1
  for before, inside, after in text:gmatch "(.-){{%s*([%w_]+=?[%w_]*)%s*}}()" do
    local name, slot = inside:match "^(.-)=?([^=]*)$"
    if name == "" then name = slot end
    pieces[#pieces + 1], pieces[#pieces + 2] = before, name
    if not source[name] then
      names[#names + 1], source[name] = name, slot
    end
    from = after
  end
  return pieces, names, source, text:sub(from)
end

local function check_used(given, source)
  local used = {}
  for _, slot in pairs(source) do used[slot] = true end
  for _, name in ipairs(suggest.names(given)) do
    if not used[name] then
      blame("prompts.template: the text has no {{%s}}%s", name, suggest.words(name, suggest.names(used)))
    end
  end
  for name in pairs(given) do
    if type(name) ~= "string" then
      blame "prompts.template: expected slots by name, such as { topic = { \"bread\" } }"
    end
  end
end

-- The drawers of all names. What the script did not give is one of the built-in slots.
local function drawers_of(names, source, given, built_in)
  local drawers = {}
  for i, name in ipairs(names) do
    local slot = source[name]
    if given[slot] ~= nil then
      drawers[i] = filler_of(slot, given[slot])
    else
      drawers[i] = built_in(slot) or blame("prompts.template: nothing is given for {{%s}}%s", slot,
        suggest.words(slot, suggest.names(given)))
    end
  end
  return drawers
end

-- built_in(slot) is a function(random) for the tool's own slots, or nil.
return function(text, given, built_in)
  check.template(text, 1, "template")
  if given ~= nil and type(given) ~= "table" then
    blame("bad argument #2 to 'template' (expected a table of slots, got %s)", type(given))
  end
  given = given or {}
  local pieces, names, source, rest = read(text)
  local drawers = drawers_of(names, source, given, built_in)
  check_used(given, source)
  local place = {}
  for i, name in ipairs(names) do place[name] = i end
  for i = 2, #pieces, 2 do pieces[i] = place[pieces[i]] end

  return function(random)
    if not check.is_dice(random) then
      blame("a template is filled with dice, such as user.random; got %s", type(random))
    end
    local values, out = {}, {}
    for i = 1, #drawers do values[i] = drawers[i](random) end
    for i = 1, #pieces, 2 do
      out[i], out[i + 1] = pieces[i], values[pieces[i + 1]]
    end
    out[#out + 1] = rest
    return table.concat(out)
  end
end
