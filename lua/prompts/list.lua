-- How the prompts' texts are written down: in long strings that are pleasant to edit.

local list = {}

-- What stands between semicolons; how lines are broken does not matter.
function list.items(text)
  local items = {}
  for item in text:gmatch "[^;]+" do
    item = item:gsub("%s+", " "):match "^ ?(.-) ?$"
    if item ~= "" then items[#items + 1] = item end
  end
  return items
end

-- What stands between blank lines; how lines are broken does not matter.
function list.paragraphs(text)
  local paragraphs = {}
  for paragraph in (text .. "\n\n"):gmatch "%s*(.-)\n%s*\n" do
    paragraph = paragraph:gsub("%s+", " ")
    if paragraph ~= "" then paragraphs[#paragraphs + 1] = paragraph end
  end
  return paragraphs
end

-- What stands between lines of dashes, as it stands.
function list.blocks(text)
  local blocks = {}
  for block in (text .. "\n----\n"):gmatch "(.-)\n%-%-%-%-+\n" do
    block = block:gsub("^\n+", ""):gsub("%s+$", "")
    if block ~= "" then blocks[#blocks + 1] = block end
  end
  return blocks
end

local CJK_AT_END = "[\227-\239][\128-\191][\128-\191]$"

-- Blocks in which a line of more than 80 bytes goes on in the next one: nobody types line
-- breaks into the middle of a sentence. Chinese and Japanese have no space there, either.
function list.templates(text)
  local templates = list.blocks(text)
  for i, block in ipairs(templates) do
    local out, long = {}, false
    for line in (block .. "\n"):gmatch "(.-)\n" do
      if #out == 0 then
        out[1] = line
      elseif long and line ~= "" then
        out[#out + 1] = (out[#out]:find(CJK_AT_END) and "" or " ") .. line
      else
        out[#out + 1] = "\n" .. line
      end
      long = #line > 80
    end
    templates[i] = table.concat(out)
  end
  return templates
end

return list
