-- stoke.text: prompts of a length in tokens, and prompts made of blocks.

local t = ...
local ok, is = t.ok, t.is
local text = require "stoke.text"

-- Nothing is calibrated here: four bytes a token.
for _, n in ipairs { 1, 2, 7, 100, 5000 } do is(#text.of_tokens(7, n), 4 * n, n .. " tokens") end
is(text.of_tokens(7, 500), text.of_tokens(7, 500), "the same seed gives the same text")
ok(text.of_tokens(7, 500) ~= text.of_tokens(8, 500), "another one another")
ok(not text.of_tokens(9, 20000):find '[^ -~]', "it is plain text")
ok(not text.of_tokens(9, 20000):find '["\\{}]', "with no slot left open, and nothing to escape")

local a = text.of_blocks({ 1, 2, 3 }, 16, 40)
local b = text.of_blocks({ 1, 2, 4 }, 16, 48)
is(#a, 160, "blocks: the last is cut to the whole length")
is(#b, 192, "blocks: or it is whole")
is(a:sub(1, 128), b:sub(1, 128), "the same ids, the same text")
ok(a:sub(129, 160) ~= b:sub(129, 160), "another id, another text")
is(text.of_blocks({ 9, 2 }, 16, 32):sub(65), a:sub(65, 128), "wherever they are")
is(text.of_blocks({ 1, 2, 3 }, 16, 48):sub(1, 160), a, "a block that is cut is the beginning of the whole one")
is(#text.of_blocks({ 5 }, 16, 100), 400, "a block too long for its id goes on")
is(#text.of_blocks({}, 16, 10), 40, "no ids: any text")
is(#text.of_blocks({ -3, 2 ^ 50 }, 512, 1024), 4096, "ids of all sizes")
ok(text.of_blocks({ -3 }, 16, 16) ~= text.of_blocks({ 3 }, 16, 16), "which are different")
