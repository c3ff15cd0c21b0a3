local count = 0

function journey()
  cuont = count + 1
end
