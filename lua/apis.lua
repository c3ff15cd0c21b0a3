-- Protocols by name, and how the addresses people type lead to them.

local protocols = require "stoke.protocols.init"

local apis = { by_name = {} }

local names = {}

for _, protocol in ipairs(protocols) do
  apis.by_name[protocol.api] = protocol
  names[#names + 1] = protocol.api
end
names[#names + 1] = "http"

-- What --api may be, as one text for people.
function apis.names() return table.concat(names, ", ") end

local function split(url)
  local path, query = url:match "^([^?#]*)(%??[^#]*)"
  return (path:gsub("/+$", "")), query
end

local function ends_in(text, tail)
  return text:sub(-#tail) == tail
end

-- A protocol's path without its version: services have others there, or none.
local function tail_of(protocol)
  return (protocol.path:gsub("^/v%d+", ""))
end

-- A URL's path without the protocol's own that it ends in, and whose that is.
local function strip(path)
  local tail, owner = "", nil
  for _, protocol in ipairs(protocols) do
    local own = tail_of(protocol)
    if #own > #tail and ends_in(path, own) then tail, owner = own, protocol end
  end
  return path:sub(1, -#tail - 1), owner
end

-- What of the beginning of a protocol's path a URL ends in already: /v1, or nothing.
local function said_already(path, protocol)
  local own = protocol.path
  while own ~= "" do
    if ends_in(path, own) then return own end
    own = own:match "^(.*)/[^/]*$"
  end
  return ""
end

-- The protocol's own URL, from a service's base, its /v1 (or /v2), another protocol's, or that
-- URL itself.
function apis.url(base, protocol)
  local path, query = split(base)
  local root, owner = strip(path)
  if owner == protocol then return path .. query end
  local said = said_already(root, protocol)
  local rest = protocol.path:sub(#said + 1)
  if said == "" and root:find "/v%d+$" then rest = tail_of(protocol) end
  return root .. rest .. query
end

-- The URL of a service's list of models.
function apis.models_url(base)
  local path, query = split(base)
  local root = strip(path)
  return (root:find "/v%d+$" and root .. "/models" or root .. "/v1/models") .. query
end

-- The name of the api to use: the one asked for, the one that the URL belongs to, chat if a model is
-- to be asked, else plain http. nil and a sentence when there is no such api.
function apis.choose(wanted, url, asks)
  if wanted then
    if apis.by_name[wanted] or wanted == "http" then return wanted end
    return nil, ("%q is not known: expected one of %s"):format(wanted, apis.names())
  end
  local _, owner = strip((split(url)))
  return owner and owner.api or (asks and "chat" or "http")
end

-- `wanted` if it takes what is to be sent ("messages" or "prompt"), else the first that does.
function apis.taking(what, wanted)
  if apis.by_name[wanted] and apis.by_name[wanted].takes == what then return wanted end
  for _, name in ipairs(names) do
    if apis.by_name[name] and apis.by_name[name].takes == what then return name end
  end
end

return apis
