-- The calls of tools, joined from fragments: whole, at every cut, byte by byte, in turns, and as
-- services word them that have read OpenAI's pages differently.

local tap = dofile "tests/lua/tap.lua"
local is = tap.is

local null = newproxy()

package.preload["core.json"] = function()
  return { null = null, encode = function(value) return "JSON of " .. tostring(value) end }
end

local tools = assert(loadfile "lua/protocols/openai_tools.lua")()

-- Events are tables here, and of texts only those that are whole are JSON.
local weather = [[{"city":"Malmö \"north\"","days":[1,2],"note":"\u00e9\\"}]]
local trains = [[{"from":"Oslo","to":{"city":"Malmö"}}]]
local known = { [weather] = { "weather" }, [trains] = { "trains" }, ["{}"] = {}, ["7"] = 7 }

local function decode(what)
  if type(what) == "table" then return what end
  return known[what]
end

local function part(index, id, name, arguments)
  return { index = index, id = id, type = "function", ["function"] = { name = name, arguments = arguments } }
end

local function event(...)
  return { choices = { { index = 0, delta = { content = null, tool_calls = { ... } }, finish_reason = null } } }
end

local function read(events)
  local reply = { events = events }
  tools.read(reply, decode)
  return reply.tool_calls, reply
end

-- The calls in one line: id name(text) and whether the text could be read.
local function said(calls)
  local list = {}
  for i, call in ipairs(calls or {}) do
    list[i] = ("%s %s(%s)%s"):format(call.id, call.name, call.text, call.arguments == known[call.text] and
      call.arguments and "" or " ?")
  end
  return table.concat(list, "; ")
end

local both = ("a weather(%s); b trains(%s)"):format(weather, trains)

local function pieces_of(text, size)
  local pieces = {}
  for from = 1, #text, size do pieces[#pieces + 1] = text:sub(from, from + size - 1) end
  return pieces
end

-- As sim, vLLM and others say it: the first fragment names the call, the others have its index.
local function fragments(index, id, name, pieces)
  local events = { event(part(index, id, name, "")) }
  for _, piece in ipairs(pieces) do events[#events + 1] = event(part(index, nil, nil, piece)) end
  return events
end

local function after(first, second)
  for _, one in ipairs(second) do first[#first + 1] = one end
  return first
end

local function in_turn(first, second)
  local events = {}
  for i = 1, math.max(#first, #second) do
    events[#events + 1] = first[i]
    events[#events + 1] = second[i]
  end
  return events
end

local function in_one(first, second)
  local events = {}
  for i = 1, math.max(#first, #second) do
    local a, b = first[i], second[i]
    events[i] = a and b and event(a.choices[1].delta.tool_calls[1], b.choices[1].delta.tool_calls[1]) or a or b
  end
  return events
end

for _, way in ipairs { { "one after the other", after }, { "in turn", in_turn }, { "in one event", in_one } } do
  local how, join, wrong, cuts = way[1], way[2], 0, 0
  for first = 0, #weather do
    for second = 0, #trains do
      local events = join(fragments(0, "a", "weather", { weather:sub(1, first), weather:sub(first + 1) }),
        fragments(1, "b", "trains", { trains:sub(1, second), trains:sub(second + 1) }))
      cuts = cuts + 1
      wrong = wrong + (said(read(events)) == both and 0 or 1)
    end
  end
  is(wrong, 0, ("%d cuts, %s"):format(cuts, how))
  for size = 1, 9 do
    local events = join(fragments(0, "a", "weather", pieces_of(weather, size)),
      fragments(1, "b", "trains", pieces_of(trains, size)))
    wrong = wrong + (said(read(events)) == both and 0 or 1)
  end
  is(wrong, 0, "and in pieces of 1 to 9 bytes, " .. how)
end

local function each_has_its_id()
  local events = {}
  for _, piece in ipairs(pieces_of(weather, 1)) do events[#events + 1] = event(part(0, "a", "", piece)) end
  events[1].choices[1].delta.tool_calls[1]["function"].name = "weather"
  return events
end
is(said(read(each_has_its_id())), ("a weather(%s)"):format(weather), "the id may be repeated in each fragment")
is(said(read { event(part(0, "a", "weather", weather)), event(part(1, "b", "trains", trains)) }), both, "whole calls")
is(said(read { event(part(0, "a", "weather", weather), part(1, "b", "trains", trains)) }), both, "in one event")
is(said(read { event(part(nil, "a", "weather", weather), part(nil, "b", "trains", trains)) }), both,
  "without an index their place counts")
is(said(read { event(part(nil, "a", "weather", weather)), event(part(nil, "b", "trains", trains)) }), both,
  "without an index, each in an event of its own")
is(said(read { event(part(0, "a", "weather", weather)), event(part(0, "b", "trains", "")),
  event(part(0, nil, nil, trains)) }), both, "all with the same index")
is(said(read { event(part(0, "a", "weather", weather)), event(part(5, "b", "trains", trains)) }), both,
  "indexes may have holes")
is(said(read { { choices = { { message = { tool_calls = { part(nil, "a", "weather", weather),
  part(nil, "b", "trains", trains) } } } } } }), both, "a whole message")

is(said(read { event(part(0, "a", "weather", "")) }), "a weather() ?", "no arguments")
is(next(read({ event(part(0, "a", "weather", "")) })[1].arguments), nil, "are an empty table")
is(said(read { event(part(0, "a", "weather", weather:sub(1, 9))) }), "a weather({\"city\":\") ?",
  "what is no JSON stays as text")
is(read({ event(part(0, "a", "weather", "7")) })[1].arguments, nil, "and so does what is no object")
is(read { { choices = { { delta = { content = "Hi." } } } } }, nil, "no calls are nil")
is(read { event() }, nil, "nor is an empty list one")
is(read { { choices = { { delta = { tool_calls = null } } } } }, nil, "nor null")
is(select(2, read { event() }).events, nil, "the events are done with")
is(read { "cut", { choices = null }, { choices = {} }, {} }, nil, "events without a choice say nothing")
is(said(read { event(part(0, null, null, null), part(1, "b", "trains", trains)) }),
  (" () ?; b trains(%s)"):format(trains), "nulls are nothing")
local other = event(part(0, "c", "maps", "{}"))
other.choices[1].index = 1
is(said(read { event(part(0, "a", "weather", weather)), other }), ("a weather(%s)"):format(weather),
  "another choice's calls are its own")

local message = tools.said { text = "", tool_calls = read { event(part(0, "a", "weather", weather)) } }
is(message.content, null, "the message that is repeated says nothing but its calls")
is(message.tool_calls[1]["function"].arguments, weather, "with the arguments as they came")
is(message.tool_calls[1].id .. message.tool_calls[1].type, "afunction", "and who they are")
is(tools.said({ text = "Both.", tool_calls = {} }).content, "Both.", "or both")
is(tools.said({ text = "Hi." }).tool_calls, nil, "without calls it has none")
local result = tools.result({ id = "a" }, "sunny")
is(result.role .. result.tool_call_id .. result.content, "toolasunny", "a result is text as it is")
is(tools.result({ id = "a" }, { 1 }).content:match "^JSON of table", "JSON of table", "or a value as JSON")

os.exit(tap.done())
