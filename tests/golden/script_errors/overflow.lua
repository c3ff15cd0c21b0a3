local function even(n)
  local odd = n % 2 == 1
  return even(n + 1) and odd
end

function journey()
  even(0)
end
