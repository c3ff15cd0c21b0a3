-- TAP for the tests beside this file; they are given this table.

local t = {}

local count, failures = 0, 0

function t.note(...)
  print("# " .. string.format(...))
end

function t.ok(condition, what)
  count = count + 1
  if not condition then failures = failures + 1 end
  print(("%s %d - %s"):format(condition and "ok" or "not ok", count, what))
end

function t.is(got, want, what)
  t.ok(got == want, what)
  if got ~= want then t.note("got  %s\n# want %s", tostring(got), tostring(want)) end
end

-- The call must fail, and say these words in the line of whoever made it.
function t.fails(words, fn, ...)
  local fine, message = pcall(fn, ...)
  message = tostring(message)
  local good = not fine and message:find(words, 1, true) ~= nil
  t.ok(good, "fails: " .. words)
  if not good then t.note("got %s", fine and "no failure" or message) end
end

-- How far counts are from what was expected, in standard deviations of chi-square.
function t.unevenness(counts, expected)
  local chi, n = 0, 0
  for key, want in pairs(expected) do
    chi, n = chi + ((counts[key] or 0) - want) ^ 2 / want, n + 1
  end
  return (chi - (n - 1)) / math.sqrt(2 * (n - 1))
end

function t.done()
  print("1.." .. count)
  return failures == 0 and 0 or 1
end

return t
