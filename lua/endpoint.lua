-- Where requests go: a protocol, the URL that was given and the headers make an endpoint.

local apis = require "stoke.apis"
local blame = require "stoke.blame"
local exchange = require "core.exchange"
local header_lines = require "stoke.headers"
local settings = require("core.plan").settings()
local shape = require "core.shape"

local endpoint = {}

local made, shapes = {}, {}

local function has_header(headers, name)
  for _, header in ipairs(headers) do
    if header:lower():sub(1, #name + 1) == name .. ":" then return true end
  end
  return false
end

-- Scheme, host and port: who is being talked to.
local function origin(url)
  return (url:match "^%a+://[^/?#]*" or url):gsub("^(%a+://).*@", "%1"):lower()
end

-- What the command line says about headers and keys is meant for the service, and nobody else.
-- A script's own headers win over those, and they over ours.
local function headers_for(url, own, content_type)
  local headers = { unpack(own) }
  local function add(header, over)
    if header and not has_header(over, header:match("^[^:]*"):lower()) then
      headers[#headers + 1] = header
    end
  end
  if origin(url) == origin(settings.url) then
    for _, header in ipairs(settings.headers) do add(header, own) end
    add(settings.api_key and "Authorization: Bearer " .. settings.api_key, headers)
  end
  add(content_type and "Content-Type: " .. content_type, headers)
  return headers
end

local function own_lines(headers)
  local lines, why = header_lines(headers)
  return lines or blame("option 'headers': %s", why)
end

local function make(api, protocol, headers)
  local url = apis.url(settings.url, protocol)
  return exchange.endpoint("POST", url, headers_for(url, headers, "application/json"), shapes[api])
end

-- An endpoint for a protocol of the list, and the protocol. With headers of its own it is made anew.
function endpoint.of(api, headers)
  local protocol = apis.by_name[api]
  if not made[api] then
    shapes[api] = shape.new(protocol)
    made[api] = make(api, protocol, {})
  end
  if headers then return make(api, protocol, own_lines(headers)), protocol end
  return made[api], protocol
end

-- An endpoint for plain http. A URL that is only a path is the service's.
function endpoint.http(method, url, headers)
  if url:sub(1, 1) == "/" then url = settings.url:match "^%a+://[^/?#]*" .. url end
  local where, why = exchange.endpoint(method, url, headers_for(url, own_lines(headers or {})), nil)
  return where or blame("option 'url': %s", why)
end

return endpoint
