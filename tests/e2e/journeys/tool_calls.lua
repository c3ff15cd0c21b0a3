-- options: -H X-Sim-Tool-Calls:2 -H X-Sim-Tool-Fragment:1
-- Tools without an agent's help: two calls in pieces of one byte, run side by side, answered in one turn.

local time = require "stoke.time"

local function tool(name)
  local parameters = { type = "object", properties = { city = { type = "string" }, days = { type = "integer" } },
    required = { "city", "days" } }
  return { type = "function", ["function"] = { name = name, parameters = parameters } }
end

local tools = { tool "weather", tool "trains" }
local takes = { weather = 0.2, trains = 0.15 }

function journey(user)
  local chat = user:chat()
  local reply = chat:ask("What is Oslo like, and how do I get there?", { tools = tools })
  local calls = reply.tool_calls or {}
  user:check("two calls", reply.ok and reply.finish_reason == "tool_calls" and #calls == 2)
  user:check("of both tools", calls[1].name ~= calls[2].name and takes[calls[1].name] and takes[calls[2].name])
  user:check("each with an id", calls[1].id ~= calls[2].id and #calls[1].id > 0)
  for _, call in ipairs(calls) do
    user:check("whole arguments", type(call.arguments.city) == "string" and call.arguments.days % 1 == 0)
    user:check("whose text came in many pieces", #call.text > 10 and reply.usage.completion_tokens > #call.text)
  end

  local from, branches = time.now(), {}
  for i, call in ipairs(calls) do
    branches[i] = function(u)
      u:think(takes[call.name])
      return call.name .. " says " .. u.id
    end
  end
  local results = user:together(branches)
  user:check("together they take as long as the slower one", (time.now() - from) / takes.weather < 1.5)
  for i, call in ipairs(calls) do chat:answer(call, results[i]) end
  reply = chat:ask(nil, { tools = tools })
  user:check("both results went back in one turn", reply.ok and not reply.tool_calls
    and reply.text:find("weather says " .. user.id, 1, true) and reply.text:find("trains says " .. user.id, 1, true))
  user:check("a user's turn, two answers", #chat.messages == 5 and chat.turns == 2)
  user:check("which name their calls", chat.messages[3].tool_call_id == calls[1].id
    and chat.messages[4].tool_call_id == calls[2].id)
end
