local journeys = 0

function journey()
  journeys = journeys + 1
  if journeys == 1000 then error "the thousandth" end
end
