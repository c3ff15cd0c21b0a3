-- Tools as OpenAI's chat words them: the calls that a reply asks for, and what came of them.

local json = require "core.json"

local tools = {}

local function text_of(value)
  return type(value) == "string" and value or ""
end

local function list_of(value)
  return type(value) == "table" and value or {}
end

-- A call comes whole, or in fragments that say which one they belong to: its name first, its
-- arguments cut anywhere.
local function add_part(calls, part, number)
  local index = type(part.index) == "number" and part.index + 1 or number
  local call = calls[index] or { id = "", name = "", text = "" }
  local fn = list_of(part["function"])
  calls[index] = call
  if call.id == "" then call.id = text_of(part.id) end
  call.name = call.name .. text_of(fn.name)
  call.text = call.text .. text_of(fn.arguments)
end

local function add_event(calls, event)
  for _, choice in ipairs(list_of(list_of(event).choices)) do
    local said = type(choice.delta) == "table" and choice.delta or list_of(choice.message)
    for number, part in ipairs(list_of(said.tool_calls)) do add_part(calls, part, number) end
  end
end

-- reply.tool_calls: { id, name, arguments (a table, or nil when it is no JSON), text (as it came) }.
function tools.read(reply, decode)
  local by_index, calls, last = {}, {}, 0
  for _, event in ipairs(reply.events) do add_event(by_index, decode(event)) end
  for index in pairs(by_index) do last = math.max(last, index) end
  for index = 1, last do
    local call = by_index[index]
    if call then
      local arguments = decode(call.text == "" and "{}" or call.text)
      call.arguments = type(arguments) == "table" and arguments or nil
      calls[#calls + 1] = call
    end
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
