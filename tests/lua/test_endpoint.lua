-- Where requests go: the addresses people type, which api they mean, the list of models, and the
-- headers of an endpoint. C's part is played by tables.

local tap = dofile "tests/lua/tap.lua"
local is = tap.is

local settings = { url = "http://here:8000", headers = {}, api_key = nil }
local made -- the last endpoint's { method, url, headers, shape }
local decoded -- what json.decode gives

package.preload["core.plan"] = function() return { settings = function() return settings end } end
package.preload["core.shape"] = function() return { new = function(protocol) return { of = protocol.name } end } end
package.preload["core.json"] = function() return { decode = function() return decoded end } end
package.preload["core.exchange"] = function()
  return { endpoint = function(...) made = { ... } return made end }
end

local apis = require "stoke.apis"
local models = require "stoke.models"

-- What is typed, where chats go, and where the models are listed.
local addresses = {
  { "http://h", "http://h/v1/chat/completions", "http://h/v1/models" },
  { "http://h/", "http://h/v1/chat/completions", "http://h/v1/models" },
  { "http://h:8000//", "http://h:8000/v1/chat/completions", "http://h:8000/v1/models" },
  { "http://h/v1", "http://h/v1/chat/completions", "http://h/v1/models" },
  { "http://h/v1/", "http://h/v1/chat/completions", "http://h/v1/models" },
  { "http://h/v4", "http://h/v4/chat/completions", "http://h/v4/models" },
  { "http://h/openai", "http://h/openai/v1/chat/completions", "http://h/openai/v1/models" },
  { "http://h/openai/v1", "http://h/openai/v1/chat/completions", "http://h/openai/v1/models" },
  { "http://h/v1/chat/completions", "http://h/v1/chat/completions", "http://h/v1/models" },
  { "http://h/v1/chat/completions/", "http://h/v1/chat/completions", "http://h/v1/models" },
  -- some services have another version in their path, or none
  { "http://h/v4/chat/completions", "http://h/v4/chat/completions", "http://h/v4/models" },
  { "http://h/chat/completions", "http://h/chat/completions", "http://h/v1/models" },
  -- some want a query with every request
  { "http://h/v1?v=2", "http://h/v1/chat/completions?v=2", "http://h/v1/models?v=2" },
  { "http://h/x/chat/completions?v=2", "http://h/x/chat/completions?v=2", "http://h/x/v1/models?v=2" },
  { "http://h/#top", "http://h/v1/chat/completions", "http://h/v1/models" },
}

local chat, completions = apis.by_name.chat, apis.by_name.completions
for _, address in ipairs(addresses) do
  is(apis.url(address[1], chat), address[2], address[1] .. " for chats")
  is(models.url(address[1]), address[3], address[1] .. " for models")
end

is(apis.url("http://h", completions), "http://h/v1/completions", "completions have a path of their own")
is(apis.url("http://h/v1/completions?a=b", completions), "http://h/v1/completions?a=b", "and it is kept")
is(apis.url("http://h/v1/chat/completions", completions), "http://h/v1/completions", "beside the chats'")
is(apis.url("http://h/v1/completions", chat), "http://h/v1/chat/completions", "and the other way round")
is(models.url "http://h/v1/completions", "http://h/v1/models", "the models are beside it")

-- Which api is meant: by name, by URL, or by whether there is a model to ask.
local choices = {
  { nil, "http://h", false, "http" },
  { nil, "http://h", true, "chat" },
  { nil, "http://h/v1/chat/completions", false, "chat" },
  { nil, "http://h/v1/chat/completions/?a=b", false, "chat" },
  { nil, "http://h/v4/chat/completions", false, "chat" },
  { nil, "http://h/v1/completions", true, "completions" },
  { nil, "http://h/v1/models", false, "http" },
  { "http", "http://h/v1/chat/completions", true, "http" },
  { "completions", "http://h", false, "completions" },
}
for _, choice in ipairs(choices) do
  local wanted, url, asks, api = choice[1], choice[2], choice[3], choice[4]
  is(apis.choose(wanted, url, asks), api, ("%s%s%s is %s"):format(url, asks and " with a model" or "",
    wanted and " as " .. wanted or "", api))
end
local none, why = apis.choose("soap", "http://h", true)
is(none, nil, "soap is no api")
is(why and why:find('"soap" is not known: expected one of chat, completions', 1, true), 1, "those that are, are named")

is(apis.taking("messages", nil), "chat", "conversations go to the first api that takes messages")
is(apis.taking("prompt", "chat"), "completions", "and prompts to one that takes prompts")
is(apis.taking("prompt", "completions"), "completions", "the one asked for, if it does")

-- The first of the list, if it is a list.
for _, case in ipairs {
  { { data = { { id = "a" }, { id = "b" } } }, "a" }, { { data = {} } }, { {} }, { nil }, { 5 }, { { data = 5 } },
  { { data = { "a" } } }, { { data = { { id = 5 } } } }, { { data = { {} } } },
} do
  decoded = case[1]
  is(models.first "...", case[2], "the first model is " .. tostring(case[2]))
end

-- The last endpoint's headers, in alphabetical order: theirs is of no importance.
local function headers()
  local sorted = { unpack(made[3]) }
  table.sort(sorted)
  return table.concat(sorted, ", ")
end

-- A fresh endpoint module for other settings.
local function headers_with(given, key)
  settings.headers, settings.api_key = given, key
  package.loaded["stoke.endpoint"] = nil
  require("stoke.endpoint").of "chat"
  return headers()
end

is(headers_with({}), "Content-Type: application/json", "a request says what it is")
is(headers_with({}, "sk-1"), "Authorization: Bearer sk-1, Content-Type: application/json", "and brings the key")
is(headers_with({ "authorization: Basic x", "CONTENT-TYPE: text/plain" }, "sk-1"),
  "CONTENT-TYPE: text/plain, authorization: Basic x", "unless the headers that were given say it")
is(headers_with({ "Authorization-X: 1" }, "sk-1"),
  "Authorization-X: 1, Authorization: Bearer sk-1, Content-Type: application/json", "all of them, to the colon")
is(#settings.headers, 1, "what was given is left as it was")
is(made[1] .. " " .. made[2], "POST http://here:8000/v1/chat/completions", "it goes to the protocol's own URL")
is(made[4].of, "openai-chat", "and its replies have the protocol's shape")

local endpoint = require "stoke.endpoint"
local first = endpoint.of "chat"
is(endpoint.of "chat", first, "an endpoint is made once")

endpoint.http("GET", "http://here:8000/x?y", { "X-A: 1" })
is(made[1] .. " " .. made[2], "GET http://here:8000/x?y", "plain http goes where it is told")
is(headers(), "Authorization-X: 1, Authorization: Bearer sk-1, X-A: 1", "with all headers")
is(made[4], nil, "and no shape")
endpoint.http("GET", "HTTP://Here:8000", { "authorization: mine" })
is(headers(), "Authorization-X: 1, authorization: mine", "a script's own headers win")
endpoint.http("GET", "http://there/", { "X-C: 3", ["X-B"] = 2, ["X-A"] = "1" })
is(table.concat(made[3], ", "), "X-C: 3, X-A: 1, X-B: 2", "also as names and values, always in the same order")
endpoint.of("chat", { Authorization = "mine" })
is(headers(), "Authorization-X: 1, Authorization: mine, Content-Type: application/json", "of which those win as well")

-- The key is the service's, and nobody else's.
for _, url in ipairs {
  "http://there/x", "http://here:8001/", "https://here:8000/", "http://here:8000.evil/", "http://here:8000@evil/",
  "http://evil/http://here:8000", "http://evil?@here:8000", "http://evil#@here:8000/",
} do
  endpoint.http("GET", url, { "X-A: 1" })
  is(headers(), "X-A: 1", "no key for " .. url)
end

os.exit(tap.done())
