-- The global `wrk` and the module of that name, as wrk's scripts know them. It is there before the
-- script's own code runs, in the main state and in each worker's.

local check_fields = require "stoke.wrk.fields"
local core = require "core.wrk"
local kind = require "stoke.wrk.kind"
local settings = require("core.plan").settings()

local function split(url)
  local scheme, host, rest = url:match "^(%a[%w+.-]*)://([^/?#]*)(.*)$"
  if not scheme then return {} end
  host = host:gsub("^.*@", "")
  local name, port = host:match "^%[(.*)%]:?(%d*)$"
  if not name then name, port = host:match "^([^:]*):?(%d*)$" end
  return {
    scheme = scheme, host = name, port = port ~= "" and port or nil,
    path = rest:sub(1, 1) == "/" and rest or "/" .. rest,
  }
end

local function has(headers, name)
  for other in pairs(headers) do
    if type(other) == "string" and other:lower() == name then return other end
  end
end

local function given_headers()
  local headers = {}
  for _, line in ipairs(settings.headers) do
    local name, value = line:match "^([^:]*):%s*(.-)%s*$"
    headers[name] = value
  end
  if settings.api_key and not has(headers, "authorization") then
    headers.Authorization = "Bearer " .. settings.api_key
  end
  return headers
end

local wrk = split(settings.url or "")
wrk.method = "GET"
wrk.headers = given_headers()
wrk.lookup, wrk.connect, wrk.time_us = core.lookup, core.connect, core.time_us

-- A request as text. Like wrk's it completes the table of headers that it is given.
function wrk.format(method, path, headers, body)
  method, path = method or wrk.method, path or wrk.path
  headers, body = headers or wrk.headers, body or wrk.body
  if not headers.Host and not has(headers, "host") then headers.Host = wrk.headers.Host end
  headers[has(headers, "content-length") or "Content-Length"] = body and #body
  local lines = { ("%s %s HTTP/1.1"):format(method, path) }
  for name, value in pairs(headers) do
    lines[#lines + 1] = ("%s: %s"):format(name, value)
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = body or ""
  return table.concat(lines, "\r\n")
end

-- The addresses of a service at which somebody answers, also as wrk.addrs.
function wrk.resolve(host, service)
  local answering = {}
  for _, addr in ipairs(wrk.lookup(host, service)) do
    if wrk.connect(addr) then answering[#answering + 1] = addr end
  end
  if #answering == 0 then
    error(("wrk.resolve: nobody answers at %s, service %s"):format(host, service), 2)
  end
  rawset(wrk, "addrs", answering)
  return answering
end

-- In the main state, once for each worker, before its init().
function wrk.setup(thread)
  local setup = rawget(_G, "setup")
  if type(setup) == "function" then setup(thread) end
end

local function add_host()
  if has(wrk.headers, "host") or not wrk.host then return end
  local host = wrk.host:find(":", 1, true) and "[" .. wrk.host .. "]" or wrk.host
  wrk.headers.Host = wrk.port and host .. ":" .. wrk.port or host
end

-- A script without request() sends what it has said by the end of init(), again and again.
local function freeze()
  local text = wrk.format()
  wrk.request = function() return text end
end

local inside = false

-- In each worker's state. Scripts of wrk 3 call it from within their init().
function wrk.init(args)
  check_fields(wrk)
  add_host()
  local init = rawget(_G, "init")
  if type(init) == "function" and not inside then
    inside = true
    init(args or {})
    inside = false
    check_fields(wrk)
  end
  freeze()
end

-- Only scripts that want to choose among the service's addresses need to know them.
setmetatable(wrk, { __index = function(_, name)
  if name == "addrs" and wrk.host then
    return wrk.resolve(wrk.host, wrk.port or wrk.scheme)
  end
end })

kind.remember(wrk)
package.loaded.wrk = wrk
rawset(_G, "wrk", wrk)
require "stoke.wrk.socket"

return wrk
