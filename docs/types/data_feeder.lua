---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- An order of a set's rows with a place in it, of which each worker has its own part.
---@class feeder
local feeder = {}

--- Deals the worker's next row. Which user gets it depends on who comes first; where that must not be so,
--- there is `set:for_user`.
---@return any row the next one; nil: with `once`, all have been dealt
function feeder:next() end
