---@meta stoke.time
-- Written by docs/api/generate.lua: change docs/api instead.

--- Time in seconds. To wait there is `user:think`.
---@class time
local time = {}

--- The clock that everything is measured by: the difference of two calls is how long something took.
---@return number seconds since some moment; it only ever goes forward
function time.now() end

--- Reads a span as options have them.
---@param span string|number such as `"250ms"`, `"1.5s"`, `"2m"`, `"1h"`; or seconds
---@return number seconds
function time.span(span) end

--- The time of day, in whole seconds: for what is signed or named by date.
---@return integer seconds since 1970, UTC
function time.wall() end

return time
