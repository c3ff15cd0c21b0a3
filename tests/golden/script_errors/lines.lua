local function say()
  error "on the first line\nand on the second"
end

function journey()
  say()
end
