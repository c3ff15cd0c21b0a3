function journey()
  error { code = 5 }
end
