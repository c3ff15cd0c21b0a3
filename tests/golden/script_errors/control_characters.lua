function journey(user)
  user:chat():ask "Why?"
end

function done()
  error "a model may say \27[31mred\27[0m, ring\a,\r and\b go \194\15531mback\nand on"
end
