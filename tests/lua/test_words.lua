-- The words of a script's text: kinds, lines, and what is none.

local tap = dofile "tests/lua/tap.lua"
local is = tap.is

local words_of = assert(loadfile "lua/doubts/words.lua")()

local function said(text)
  local list = {}
  for i, word in ipairs(words_of(text)) do
    list[i] = ("%s%d %s"):format(word.kind:sub(1, 1), word.line, word.says and "<" .. word.says .. ">" or word.word)
  end
  return table.concat(list, ", ")
end

is(said "", "", "of nothing there are none")
is(said "  \n ", "", "nor of blanks")
is(said "a.b = c_1", "n1 a, s1 ., n1 b, s1 =, n1 c_1", "names and signs")
is(said "a == b ~= c <= d >= e .. f", "n1 a, s1 ==, n1 b, s1 ~=, n1 c, s1 <=, n1 d, s1 >=, n1 e, s1 .., n1 f",
  "signs of two letters are one")
is(said "f(...)", "n1 f, s1 (, s1 ..., s1 )", "and of three")
is(said "x = 1.5e3 .5 0xff", "n1 x, s1 =, n1 1.5e3, n1 .5, n1 0xff", "numbers")
is(said [[t = "a'b" .. 'c"d' .. "e\"f" .. "g\\"]],
  [[n1 t, s1 =, t1 <a'b>, s1 .., t1 <c"d>, s1 .., t1 <e\"f>, s1 .., t1 <g\\>]],
  "texts in quotes")
is(said "t = [[a\nb]] c = [==[d]]e]==] g", "n1 t, s1 =, t1 <a\nb>, n2 c, s2 =, t2 <d]]e>, n2 g", "and in brackets")
is(said "a -- b.c\nd --[[ e\nf ]] g --[==[ ]] ]==] h", "n1 a, n2 d, n3 g, n3 h", "comments are none")
is(said "t[a[1]]", "n1 t, s1 [, n1 a, s1 [, n1 1, s1 ], s1 ]", "brackets that begin no text")
is(said "a = 'never ends", "n1 a, s1 =, t1 <'never ends>", "what never ends ends with the text")
is(said "a --[[ never", "n1 a", "a comment too")

local words = words_of "a"
is(words[0].word .. words[2].word .. words[-7].word, "", "one may look around anywhere")

os.exit(tap.done())
