-- What code is said to read, make, set and call, without being run.

local tap = dofile "tests/lua/tap.lua"
local is = tap.is

local code = assert(loadfile "lua/code.lua")()

local function words(names)
  local sorted = {}
  for name, line in pairs(names) do sorted[#sorted + 1] = name .. ":" .. tostring(line) end
  table.sort(sorted)
  return table.concat(sorted, " ")
end

local function said(source)
  local found = code.read(assert(loadstring(source)))
  return ("reads %s, makes %s, sets %s, calls %s"):format(words(found.reads), words(found.makes), words(found.sets),
    words(found.calls))
end

is(said "local a = 1 return a", "reads , makes , sets , calls ", "locals are nobody's business")
is(said "a = b", "reads b:1, makes a:1, sets , calls ", "globals are read and made")
is(said "function f()\n return function()\n  return deep end\nend", "reads deep:3, makes f:1, sets , calls ",
  "inside of functions too")
is(said "local t, k = ...\nt.x = 1\nt[k] = t.y\nt[1] = 2", "reads , makes , sets x:2, calls ", "fields that are set")
is(said "local t = ...\nt:go(1)\nt.x.y:run():jump()\nt.go(t)\nt.other(1)",
  "reads , makes , sets , calls go:2 jump:3 run:3", "methods are told from functions")
is(said "u:f(v)\nu.g(v)", "reads u:1 v:1, makes , sets , calls f:1", "of globals as well")
is(said "local s = ... return ('x'):rep(s)", "reads , makes , sets , calls rep:1", "and of texts")
is(said "f()\nf()\n", "reads f:1, makes , sets , calls ", "the first line counts")
is(said "return { a = 1, b = c }", "reads c:1, makes , sets b:1, calls ", "what a constructor must compute is set")

local found = code.read(assert(loadstring "local t, k = ... k = t.x\n k = t[k], t[1], t:go()\n return t.x"))
is(words(found.gets.x) .. words(found.gets.go), "1:true 3:true2:true", "fields that are read by name, and where")
is(found.gets.k or found.gets[1], nil, "and not by what is computed")

local many = {}
for i = 1, 400 do many[i] = ("global_%d = 'text %d'"):format(i, i) end
found = code.read(assert(loadstring(table.concat(many, "\n"))))
is(found.makes.global_400, 400, "however many names there are")

os.exit(tap.done())
