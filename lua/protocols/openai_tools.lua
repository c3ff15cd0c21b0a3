-- Tools as OpenAI's chat words them: the calls that a reply asks for, and what came of them.

local json = require "core.json"

local tools = {}

local function text_of(value)
  return type(value) == "string" and value or ""
end

local function list_of(value)
  return type(value) == "table" and value or {}
end

-- The call that a fragment belongs to: they have an index, or else are where they are in their list.
-- Some services give every call the same one; then another id begins another call.
local function call_of(calls, at, part, number)
  local index = type(part.index) == "number" and part.index + 1 or number
  local id, call = text_of(part.id), at[index]
  if not call or id ~= "" and call.id ~= "" and id ~= call.id then
    call = { id = "", name = "", text = "" }
    calls[#calls + 1], at[index] = call, call
  end
  if call.id == "" then call.id = id end
  return call
end

-- A call comes whole, or in fragments: its name first, its arguments cut anywhere.
local function add_part(call, part)
  local fn = list_of(part["function"])
  call.name = call.name .. text_of(fn.name)
  call.text = call.text .. text_of(fn.arguments)
end

-- The journey goes on with one answer; what others of several (`n`) call is none of its business.
local function add_event(calls, at, event)
  for _, choice in ipairs(list_of(list_of(event).choices)) do
    local said = type(choice.delta) == "table" and choice.delta or list_of(choice.message)
    if choice.index == nil or choice.index == 0 then
      for number, part in ipairs(list_of(said.tool_calls)) do add_part(call_of(calls, at, part, number), part) end
    end
  end
end

-- reply.tool_calls: { id, name, arguments (a table, or nil when it is no JSON), text (as it came) }.
function tools.read(reply, decode)
  local calls, at = {}, {}
  for _, event in ipairs(reply.events) do add_event(calls, at, decode(event)) end
  for _, call in ipairs(calls) do
    local arguments = decode(call.text == "" and "{}" or call.text)
    call.arguments = type(arguments) == "table" and arguments or nil
  end
  reply.events = nil
  reply.tool_calls = #calls > 0 and calls or nil
end

-- The reply as the message that the next request repeats.
function tools.said(reply)
  local message = { role = "assistant", content = reply.text }
  if not reply.tool_calls then return message end
  if reply.text == "" then message.content = json.null end
  message.tool_calls = {}
  for i, call in ipairs(reply.tool_calls) do
    local called = { name = call.name, arguments = call.text }
    message.tool_calls[i] = { id = call.id, type = "function", ["function"] = called }
  end
  return message
end

function tools.result(call, result)
  return {
    role = "tool", tool_call_id = call.id,
    content = type(result) == "string" and result or json.encode(result),
  }
end

return tools
