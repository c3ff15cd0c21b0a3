---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- `#set` is how many rows there are, `set[number]` one of them, or nil. A row is made anew each time; what a
--- journey changes in it changes nothing.
---@class dataset
---@field path string where the file was found
---@field kind string `lines`, `jsonl`, `json`, `sharegpt` or `csv`
---@field skipped integer how many rows were left out
---@field columns string[]? of a csv: the names, in the file's order
local dataset = {}

--- The row of this number.
---@param number integer of the row: 1 is the first
---@return any row text; a JSON value; or a table by the columns' names
function dataset:at(number) end

--- All rows, in the file's order.
---@return fun(): integer, any iterator of number and row, one after the other
function dataset:rows() end

--- Any row, by the user's dice: the same for the same seed and user.
---@param random random the user's dice
---@return any row text; a JSON value; or a table by the columns' names
function dataset:pick(random) end

--- The row for this visit of this user, decided by `user.id` and the visit alone: the same whatever the
--- number of workers. Users begin far apart, the first `#set` of them with different rows, and each goes on
--- row by row, wrapping round at the end: number = ((id - 1) * step + visit - 1) mod n + 1, where n is `#set`
--- and step the first whole number from 0.618 n on that has no divisor in common with n.
---@param user user of the journey
---@param visit integer? which visit; otherwise the one after the last that was asked for, from 1
---@return any row text; a JSON value; or a table by the columns' names
function dataset:for_user(user, visit) end

--- Deals the rows in the file's order, and again from the start after the last. Of n workers the i-th takes
--- the rows i, i + n, i + 2n, ... of that one order, so no row comes twice before all were there.
---@param options { once?: boolean }? `once`: each row is dealt once, and then none
---@return feeder feeder in the file's order
function dataset:sequence(options) end

--- Deals the rows shuffled, all of them before one comes again, each worker its part as in `set:sequence`.
---@param options integer|{ seed?: integer, once?: boolean }? the seed, which otherwise is the run's; `once` as in sequence
---@return feeder feeder in another order for each pass over all rows
function dataset:shuffle(options) end

--- Deals any row each time. With a skew such as 1.1 a few rows are asked for again and again, as in life:
--- what a cache of prefixes is good for.
---@param options integer|{ seed?: integer, skew?: number }? the seed, which otherwise is the run's; `skew`: the first rows come more often, by Zipf's law
---@return feeder feeder each draw for itself
function dataset:random(options) end
