-- Questions about pictures: the content of a message is a list of parts, text and images.
--
--   stoke -s scripts/multimodal.lua -c 4 -d 30s -m auto http://localhost:8000

-- One dot; in place of it: "data:image/jpeg;base64," .. crypto.base64(the file's bytes), or a URL.
local picture = "data:image/png;base64,"
  .. "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

local function with_picture(text)
  return {
    { type = "text", text = text },
    { type = "image_url", image_url = { url = picture, detail = "low" } },
  }
end

function journey(user)
  local chat = user:chat { max_tokens = 100 }

  local reply = user:step("with a picture", chat.ask, chat, with_picture("What is in this picture?"))
  if not reply.ok then return end
  user:think("1s", "3s")
  user:step("about it", chat.ask, chat, "And what colour is it?")
end
