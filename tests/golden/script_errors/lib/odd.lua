-- A library that looks around and makes globals as it likes.
local odd = { inside = ngx ~= nil }

function odd.count()
  odd_calls = (odd_calls or 0) + 1
  return odd_calls
end

return odd
