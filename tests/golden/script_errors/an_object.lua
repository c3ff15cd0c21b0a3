local trouble = setmetatable({ code = 5 }, { __tostring = function(self) return "trouble " .. self.code end })

function journey(user)
  user:step("look", function() error(trouble) end)
end
