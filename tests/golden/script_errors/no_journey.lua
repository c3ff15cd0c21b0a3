local function journey() end
return journey
