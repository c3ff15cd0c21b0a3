-- Before the load: how long are the service's tokens, and what does a request have beside its text?
-- Two texts of known lengths tell both.

local apis = require "stoke.apis"
local json = require "core.json"
local plan = require "core.plan"
local text = require "stoke.text"

local calibrate = {}

local settings = plan.settings()
local samples = { text.part(1, 1600), text.part(2, 100) }

local function root_url()
  return (apis.models_url(settings.url):gsub("/v%d+/models", "/models"))
end

local function decode(body)
  local ok, value = pcall(json.decode, body or "")
  return ok and type(value) == "table" and value or {}
end

-- vLLM counts, llama.cpp lists.
local function counted(body)
  local reply = decode(body)
  return tonumber(reply.count) or (type(reply.tokens) == "table" and #reply.tokens) or nil
end

local function used(body)
  local usage = decode(body).usage
  return type(usage) == "table" and tonumber(usage.prompt_tokens) or nil
end

-- A chat's template is a part of every request; vLLM's /tokenize applies it to messages.
local function messages(sample)
  return { model = settings.model, messages = { { role = "user", content = sample } } }
end

local function prompt(sample)
  return { model = settings.model, prompt = sample, content = sample }
end

local function asks(sample, protocol)
  return protocol.request {
    model = settings.model, stream = false, max_tokens = 1, prompt = sample,
    messages = { { role = "user", content = sample } },
  }
end

-- What the line through two counts says; nil when it says nothing that could be.
local function solve(long, short)
  if not long or not short or long <= short then return nil end
  local token_bytes = (#samples[1] - #samples[2]) / (long - short)
  local overhead = math.max(0, long - #samples[1] / token_bytes)
  if token_bytes < 0.5 or token_bytes > 40 then return nil end
  return token_bytes, overhead
end

local function try(fetch, url, body_of, count, protocol)
  local first = count(fetch(url, json.encode(body_of(samples[1], protocol))))
  if not first then return nil end
  return solve(first, count(fetch(url, json.encode(body_of(samples[2], protocol)))))
end

-- How it was found out, bytes a token, and the tokens that a request adds; nil: the service does not say.
function calibrate.find(fetch)
  plan.settings() -- the model is known by now
  local protocol = apis.by_name[settings.api]
  if protocol.takes ~= "messages" and protocol.takes ~= "prompt" then return nil end
  local url = root_url():gsub("/models", "/tokenize", 1)
  local token_bytes, overhead
  if protocol.takes == "messages" then token_bytes, overhead = try(fetch, url, messages, counted) end
  if not token_bytes and protocol.takes == "prompt" then token_bytes, overhead = try(fetch, url, prompt, counted) end
  if token_bytes then return "tokenize", token_bytes, overhead end
  token_bytes, overhead = try(fetch, apis.url(settings.url, protocol), asks, used, protocol)
  if token_bytes then return "usage", token_bytes, overhead end
end

local exact = { vllm = true, sglang = true, stoke = true }

-- Does the service know min_tokens and ignore_eos? Those that may refuse them are not sent them.
function calibrate.is_exact(fetch)
  local list = decode(fetch(apis.models_url(settings.url)))
  local first = type(list.data) == "table" and list.data[1]
  return type(first) == "table" and exact[first.owned_by] or false
end

return calibrate
