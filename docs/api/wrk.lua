-- wrk's scripts: their hooks, with what is new in them, and the table wrk.

local ctx = { "ctx", "wrk_ctx?", "new: the slot's own table" }

return {
  title = "wrk",
  type = "wrk",
  about = [[
Scripts of wrk and wrk2 run as they are: see [wrk.md](wrk.md). A script with one of the hooks below and without a
`journey`, or which changes the table `wrk`, is one. It is read once in the main state and once for each thread; then,
for each thread, `setup` is called in the main state and `init` in the thread's. A *slot* is what wrk calls a
connection.]],
  fields = {
    { "wrk.scheme", "string", "of the URL, like the next three" },
    { "wrk.host", "string", "what the Host header is made of, not where connections go" },
    { "wrk.port", "string?", "" },
    { "wrk.path", "string", "with the query; what `wrk.format` asks for" },
    { "wrk.method", "string", "`GET`" },
    { "wrk.headers", "table<string, string|number>", "those of `-H`, and what the script adds" },
    { "wrk.body", "string?", "" },
    { "wrk.thread", "wrk_thread?", "this thread; nil in the main state" },
    { "wrk.addrs", "wrk_addr[]?", "in the main state: the service's addresses at which somebody answers" },
  },
  classes = {
    { "wrk_ctx", "What the hooks of a slot are given beside wrk's arguments. It lasts as long as the slot.", {
      { "slot", "integer", "its number, from 1" },
      { "user", "table", "the script's own, kept from request to request" },
      { "tag", "any", "what request() writes here, like any other name, the hooks after it read" },
      { "due", "number", "when the request was due: seconds of `stoke.time`'s clock" },
      { "sent", "number?", "when it was sent; from here on known when it has ended" },
      { "latency", "number?", "seconds from sent to the reply's end" },
      { "ttft", "number?", "seconds to the first token, if the path is a protocol's" },
      { "status", "integer?", "" },
      { "fault", "string?", "one of the names in measuring.md; nil: none" },
    } },
    { "wrk_addr", "A numeric address, which `tostring` writes as host:port.", {} },
  },
  functions = {
    { "setup(thread)",
      params = { { "thread", "wrk_thread", "" } },
      returns = {},
      where = "hook",
      about = "Called in the main state once for each thread, before its `init`: the place to number threads, and to "
        .. "give them what they need.",
      errors = "An error in it keeps the load from beginning.",
      example = [[
local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("id", #threads)
end

function done()
  for _, thread in ipairs(threads) do print("thread " .. thread:get "id") end
end
]],
    },
    { "init(args)",
      params = { { "args", "table<integer, string>", "[0] is the URL, [1] and so on what stood after `--`" } },
      returns = {},
      where = "hook",
      about = "Called in each thread's state before the load. What the request is by then is what a script without "
        .. "`request` sends.",
      errors = "An error in it keeps the load from beginning.",
      example = [[
function init(args)
  wrk.headers["X-Run"] = args[1] or "unnamed"
end
]],
    },
    { "delay(ctx?)",
      params = { ctx },
      returns = { { "ms", "number", "how long to wait before the slot's next request; nil: not at all" } },
      where = "hook",
      about = "Asked before every request. With a rate the request is due that much later.",
      errors = "Anything but a number.",
      example = [[
function delay()
  return math.random(1, 5)
end
]],
    },
    { "request(ctx?)",
      params = { ctx },
      returns = { { "text", "string?", "the whole request, or several; nil or `\"\"`: nothing now, and the slot is "
        .. "asked again after 10 ms (with a rate: when the next is due)" } },
      where = "hook",
      about = "Says what is sent next: method, path and headers are sent as they are, in their order. Several requests "
        .. "in one text are sent one after another.",
      errors = "What is no HTTP request, or not whole: it says which.",
      example = [[
local count = 0

function request(ctx)
  count = count + 1
  ctx.tag = count
  return wrk.format("GET", "/?" .. count)
end
]],
    },
    { "response(status, headers, body, ctx?)",
      params = { { "status", "integer", "" }, { "headers", "table<string, string>", "of two with one name the last; "
        .. "names are found in any case" }, { "body", "string", "as it came" }, ctx },
      returns = {},
      where = "hook",
      about = "Called for each whole reply, whatever its status. Without it headers and bodies are not even collected.",
      example = [[
function response(status, headers, body, ctx)
  ctx.user.bytes = (ctx.user.bytes or 0) + #body
  assert(status == 200 and headers["Content-Type"] and ctx.latency > 0)
end
]],
    },
    { "token(text, ctx?)",
      params = { { "text", "string", "" }, ctx },
      returns = { { "more", "boolean?", "false ends the reply here, which is no fault" } },
      where = "hook",
      about = "New. Called for every token as it comes, if the request's path is a protocol's, such as "
        .. "/v1/chat/completions.",
      example = [[
wrk.method, wrk.path = "POST", "/v1/chat/completions"
wrk.body = '{"model":"sim","stream":true,"messages":[{"role":"user","content":"Hi"}]}'

function token(text, ctx)
  ctx.user.heard = (ctx.user.heard or "") .. text
end
]],
    },
    { "failed(fault, ctx?)",
      params = { { "fault", "string", "one of the names in measuring.md" }, ctx },
      returns = {},
      where = "hook",
      about = "New. Called when a request has ended in a fault; of a bad status after `response`.",
      example = [[
faults = {}

function failed(fault, ctx)
  faults[fault] = (faults[fault] or 0) + 1
  io.stderr:write(("slot %d: %s\n"):format(ctx.slot, fault))
end
]],
    },
    { "wrk.format(method?, path?, headers?, body?)",
      params = { { "method", "string?", "instead of `wrk.method`, and so for the others" }, { "path", "string?", "" },
        { "headers", "table<string, string|number>?", "" }, { "body", "string?", "" } },
      returns = { { "text", "string", "the request" } },
      where = "anywhere",
      about = "Makes a request's text. The table of headers that it is given gets a Host and a Content-Length.",
      example = [[
function request()
  return wrk.format("GET", "/", { ["X-Number"] = 1.5 })
end
]],
    },
    { "wrk.request()",
      params = {},
      returns = { { "text", "string", "what a script without `request` sends" } },
      where = "anywhere after init",
      about = "The request as the `wrk` table has it.",
      example = [[
function request(ctx)
  ctx.tag = "the usual"
  return wrk.request()
end
]],
    },
    { "wrk.lookup(host, service?)",
      params = { { "host", "string", "" }, { "service", "string?", "a port or its name" } },
      returns = { { "addrs", "wrk_addr[]", "" } },
      where = "anywhere",
      about = "All addresses of a name.",
      errors = "A name that has none.",
      example = [[
function init()
  print(tostring(wrk.lookup("127.0.0.1", "80")[1]))
end
]],
    },
    { "wrk.connect(addr)",
      params = { { "addr", "wrk_addr", "" } },
      returns = { { "answers", "boolean", "" } },
      where = "anywhere",
      about = "Whether somebody answers there. It waits for it, and so does all else in the thread.",
      example = [[
function setup(thread)
  assert(wrk.connect(thread.addr))
end
]],
    },
    { "wrk.resolve(host, service)",
      params = { { "host", "string", "" }, { "service", "string", "a port or its name" } },
      returns = { { "addrs", "wrk_addr[]", "those at which somebody answers; `wrk.addrs` as well" } },
      where = "anywhere",
      about = "Those addresses of a name that can be connected to.",
      errors = "When nobody answers at any.",
      example = [[
function setup(thread)
  local addrs = wrk.resolve(wrk.host, wrk.port or wrk.scheme)
  thread.addr = addrs[math.random(#addrs)]
end
]],
    },
    { "wrk.time_us()",
      params = {},
      returns = { { "us", "number", "microseconds since 1970, as in wrk2" } },
      where = "anywhere",
      about = "The clock on the wall.",
      example = [[
function request()
  return wrk.format("GET", "/?at=" .. ("%.0f"):format(wrk.time_us()))
end
]],
    },
    { "wrk_thread:get(name)",
      params = { { "name", "string", "" } },
      returns = { { "value", "any", "of the thread's global; tables are copied, however deep" } },
      where = "setup and done, and a thread of itself",
      about = "A global of the thread's state.",
      errors = "What cannot be copied (it says where in the table), and a thread that is at work.",
      example = [[
local threads = {}

function setup(thread)
  thread:set("id", #threads + 1)
  threads[#threads + 1] = thread
end

function done()
  for _, thread in ipairs(threads) do print("thread " .. thread:get("id")) end
end
]],
    },
    { "wrk_thread:set(name, value)",
      params = { { "name", "string", "" }, { "value", "any", "" } },
      returns = {},
      where = "setup and done, and a thread of itself",
      about = "Sets a global of the thread's state.",
      errors = "As `get`.",
      example = [[
local threads = {}

function setup(thread)
  thread:set("id", #threads + 1)
  threads[#threads + 1] = thread
end

function done()
  for _, thread in ipairs(threads) do print("thread " .. thread:get("id")) end
end
]],
    },
    { "wrk_thread:stop()",
      params = {},
      returns = {},
      where = "anywhere",
      about = "Ends this thread's load at once; the others go on. `thread.addr` is the other thing that can be set: "
        .. "where its connections go from their next request on.",
      example = [[
local replies = 0

function response()
  replies = replies + 1
  if replies == 2 then wrk.thread:stop() end
end
]],
    },
  },
}
