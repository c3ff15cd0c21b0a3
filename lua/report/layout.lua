-- Laying text out in columns, within the width of a terminal.

local layout = { width = 100 }

local label_width = 15

-- Of somebody else's text, what is safe to print: no escape codes, no line breaks.
function layout.clean(text)
  return (text:gsub("%c+", " "):gsub("\194[\128-\159]", " "))
end

-- At most so many characters of UTF-8.
function layout.clipped(text, room)
  local kept, length = {}, 0
  for char in text:gmatch("[%z\1-\127\192-\255][\128-\191]*") do
    length = length + 1
    kept[#kept + 1] = length <= room and char or nil
  end
  if length > room then
    kept[room] = ">"
  end
  return table.concat(kept)
end

-- Words longer than a line are cut, but not inside a character of UTF-8.
local function pieces(text, room)
  local list = {}
  for word in text:gmatch("%S+") do
    local piece, length = {}, 0
    for char in word:gmatch("[%z\1-\127\192-\255]?[\128-\191]*") do
      if length == room then
        list[#list + 1] = table.concat(piece)
        piece, length = {}, 0
      end
      piece[#piece + 1] = char
      length = length + (char ~= "" and 1 or 0)
    end
    list[#list + 1] = table.concat(piece)
  end
  return list
end

local function wrapped(text, room)
  local lines, line = {}, nil
  for _, word in ipairs(pieces(text, room)) do
    if line and #line + 1 + #word > room then
      lines[#lines + 1], line = line, nil
    end
    line = line and line .. " " .. word or word
  end
  lines[#lines + 1] = line
  return lines
end

-- "  Label        text", wrapped under itself. With several texts each begins a line.
function layout.entry(label, ...)
  local out = {}
  for _, text in ipairs { ... } do
    for _, line in ipairs(wrapped(text, layout.width - label_width)) do
      out[#out + 1] = ("  %-" .. label_width - 2 .. "s%s\n"):format(label, line)
      label = ""
    end
  end
  return table.concat(out)
end

local function length(text)
  return select(2, text:gsub("[^\128-\191]", ""))
end

local function padded(text, width)
  return text .. (" "):rep(width - length(text))
end

-- Rows of cells: the first left-aligned and cut where the others need the room, those right-aligned
-- under one another, each as wide as its cells, but at least 9 or `narrowest`.
function layout.columns(rows, narrowest)
  local widths, room = { 13 }, layout.width - 2
  for _, row in ipairs(rows) do
    for i = 2, #row do
      widths[i] = math.max(widths[i] or narrowest or 9, #row[i] + 1)
    end
    widths[1] = math.max(widths[1], length(row[1]))
  end
  for i = 2, #widths do
    room = room - widths[i]
  end
  widths[1] = math.min(widths[1], room)
  local out = {}
  for _, row in ipairs(rows) do
    out[#out + 1] = "  " .. padded(layout.clipped(row[1], widths[1]), widths[1])
    for i = 2, #row do
      out[#out + 1] = ("%" .. widths[i] .. "s"):format(row[i])
    end
    out[#out + 1] = "\n"
  end
  return table.concat(out)
end

function layout.sorted_keys(map, compare)
  local keys = {}
  for key in pairs(map) do
    keys[#keys + 1] = key
  end
  table.sort(keys, compare)
  return keys
end

return layout
