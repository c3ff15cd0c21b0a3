-- What a function's code says, read without running it: the globals it reads and makes, the fields it
-- gets and sets, and the methods it calls. LuaJIT shows a function's instructions; their numbers are learned
-- from code whose instructions are known, since they differ between its versions.

local util = require "jit.util"
local bit = require "bit"

local function opcode(source, pc)
  return bit.band(util.funcbc(assert(loadstring(source)), pc), 0xff)
end

local READS, MAKES = opcode("return x", 1), opcode("x = 1", 2)
local SETS, GETS = opcode("local t = ... t.x = 1", 3), opcode("local t = ... return t.x", 2)
local MOVES = opcode("local a, b = ... a = b", 2)

local code = {}

-- An instruction holds its operation, then A; and either D, or C and B.
local function parts(ins)
  return bit.band(ins, 0xff), bit.band(bit.rshift(ins, 8), 0xff), bit.rshift(ins, 16),
    bit.band(bit.rshift(ins, 16), 0xff), bit.rshift(ins, 24)
end

local function note(where, name, fn, pc)
  if not where[name] then where[name] = util.funcinfo(fn, pc).currentline or 0 end
end

local function note_line(where, name, fn, pc)
  where[name] = where[name] or {}
  where[name][util.funcinfo(fn, pc).currentline or 0] = true
end

-- t:name() is compiled to: put t where the first argument goes, then get t.name.
local function is_method(fn, pc, object)
  local op, _, from = parts(util.funcbc(fn, pc - 1))
  return op == MOVES and from == object
end

local function read_instruction(found, fn, pc)
  local op, _, d, c, b = parts(util.funcbc(fn, pc))
  if op == READS then
    note(found.reads, util.funck(fn, -d - 1), fn, pc)
  elseif op == MAKES then
    note(found.makes, util.funck(fn, -d - 1), fn, pc)
  elseif op == SETS then
    note(found.sets, util.funck(fn, -c - 1), fn, pc)
  elseif op == GETS then
    note_line(found.gets, util.funck(fn, -c - 1), fn, pc)
    if is_method(fn, pc, b) then note(found.calls, util.funck(fn, -c - 1), fn, pc) end
  end
end

local function read(found, fn)
  local info = util.funcinfo(fn)
  for pc = 1, info.bytecodes - 1 do read_instruction(found, fn, pc) end
  for i = 1, info.gcconsts do
    local inner = util.funck(fn, -i)
    if type(inner) == "proto" then read(found, inner) end
  end
end

-- Tables of name = line: the globals that fn, or a function inside it, `reads` and `makes`, the fields it `sets`,
-- and the methods it `calls`. Of the fields that it `gets` all lines count: name = { [line] = true }.
function code.read(fn)
  local found = { reads = {}, makes = {}, gets = {}, sets = {}, calls = {} }
  read(found, fn)
  return found
end

return code
