-- The headers that a script gives, as the lines of a request: { "Name: value", ... }, or values by names.

local suggest = require "stoke.suggest"

local function is_line(line)
  return type(line) == "string" and line:find "^[^%s:;]+[:;][^\r\n]*$" ~= nil
end

local function line_of(name, value)
  return (type(value) == "string" or type(value) == "number") and name .. ": " .. value
end

-- Those that are lines come first, then the named ones by their names: a table has no order for those,
-- and same headers are to be same bytes. nil and why when one is none.
return function(headers)
  local lines, which = {}, {}
  for i, line in ipairs(headers) do lines[i], which[i] = line, "item " .. i end
  for _, name in ipairs(suggest.names(headers)) do
    lines[#lines + 1], which[#which + 1] = line_of(name, headers[name]), ("'%s'"):format(name)
  end
  for i, line in ipairs(lines) do
    if not is_line(line) then
      return nil, which[i] .. " is no header: expected \"Name: value\", or { [\"Name\"] = \"value\" }"
    end
  end
  return lines
end
