-- What came of a request. A reply that is still coming has the methods of one that is there, and
-- its text as far as it was read; the rest of its fields come with its end.

local colon = require "stoke.colon"
local json = require "core.json"
local stream = require "core.stream"
local strict = require "stoke.strict"

local Reply = {}
Reply.__index = Reply

local fields = {
  "ok", "stopped", "status", "fault", "text", "reasoning", "refusal", "tool_calls", "events", "finish_reason", "usage",
  "ttft", "ttfa", "tpot", "e2e", "latency", "error", "headers", "embedding", "embeddings", "results",
  "rounds", "calls", "documents",
}
local no_field = strict.missing("reply", Reply, fields)
setmetatable(Reply, { __index = no_field })

local Usage = strict.fields("usage", { "prompt_tokens", "completion_tokens", "cached_tokens" })

-- The reply's whole body or text, read as JSON; nil and a message when it is none.
function Reply:json()
  return json.decode(self.events and self.events[1] or self.text)
end

-- Goes over what the reply says: for text, kind in reply:tokens() do ... end. Of a reply that is
-- there this is all of its text at once.
function Reply:tokens()
  local left = self.text ~= "" and self.text or nil
  return function()
    local text = left
    left = nil
    return text, text and "text"
  end
end

-- All are over before they begin.
function Reply:stop() return self end
function Reply:wait() return self end
function Reply.next() end

Reply.Coming = {}
local not_yet = strict.missing("reply", Reply.Coming, fields)

-- not_yet and no_field look at who asks, and a call that is returned takes the place of who returns it:
-- that leaves the script.
local Coming = { __index = function(reply, name)
  if name == "text" then return table.concat(rawget(reply, "read")) end
  local method = Reply.Coming[name]
  if method then return method end
  return not_yet(reply, name)
end }

-- The next token and what it is: "text", "reasoning" or "refusal"; nil at the end.
function Reply.Coming:next()
  local text, kind = stream.receive(self.stream)
  if not text then
    self:wait()
  elseif kind == "text" then
    self.read[#self.read + 1] = text
  end
  return text, kind
end

function Reply.Coming:tokens()
  return Reply.Coming.next, self
end

-- The journey wants no more of it: that is no fault, and what has come so far stays.
function Reply.Coming:stop()
  stream.stop(self.stream)
  return self
end

-- Waits until it is whole.
function Reply.Coming:wait()
  local result = stream.result(self.stream)
  if getmetatable(self) == Reply then return self end -- another branch has waited as well
  self.stream, self.read = nil, nil
  for name, value in pairs(result) do self[name] = value end
  setmetatable(self, Reply)
  self.on_over(self)
  self.on_over = nil
  return self
end

function Reply.Coming:json()
  return self:wait():json()
end

colon.guard("reply", Reply)
colon.guard("reply", Reply.Coming, Reply)

-- Of plain http: names in small letters, the last of equal ones; made when they are asked for.
local function headers_of(lines)
  local headers = {}
  for name, value in lines:gmatch "([^\r\n:]+):[ \t]*([^\r\n]*)" do headers[name:lower()] = value end
  return headers
end

local OfHttp = { __index = function(reply, name)
  local method = rawget(Reply, name)
  if method then return method end
  if name ~= "headers" then return no_field(reply, name) end
  reply.headers = headers_of(rawget(reply, "header_lines") or "")
  return reply.headers
end }

-- A table of the engine's as a reply, and as one to a plain request.
function Reply.of_http(result)
  return setmetatable(result, OfHttp)
end

function Reply.new(result)
  if result.usage then setmetatable(result.usage, Usage) end
  return setmetatable(result, Reply)
end

-- Of an exchange that runs; on_over(reply) is called when it is whole.
function Reply.coming(running, on_over)
  return setmetatable({ stream = running, read = {}, on_over = on_over }, Coming)
end

return Reply
