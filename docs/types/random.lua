---@meta
-- Written by docs/api/generate.lua: change docs/api instead.

--- `user.random`: seeded by `--seed` and the user's id, so that a user draws the same however many threads
--- there are.
---@class random
local random = {}

--- A whole number, both ends included.
---@param low integer the least
---@param high integer the most
---@return integer number all equally likely
function random:between(low, high) end

--- True so often.
---@param probability number from 0 to 1
---@return boolean happens
function random:chance(probability) end

--- One item, some more often than others.
---@param items any[] `{ { item, weight }, ... }`, or a list of items
---@param weights number[]? theirs, if they stand apart
---@return any item one of them, as likely as its weight says
function random:weighted(items, weights) end

--- The same items in a random order.
---@param list any[]
---@return any[] shuffled a new list; the one given stays as it is
function random:shuffle(list) end

--- One item of a list.
---@param list any[] what there is to choose from
---@return any item one of them, all equally likely
function random:pick(list) end

--- A number between two.
---@param low number? 0
---@param high number? 1
---@return number number all equally likely
function random:uniform(low, high) end

--- A number of a normal distribution.
---@param mean number
---@param deviation number
---@return number number may be negative
function random:normal(mean, deviation) end

--- A number as lengths and waits in life are: many small ones, and a few very large.
---@param median number half of all are less
---@param sigma number the deviation of the logarithm: 0.5 is wide, 1 very wide
---@return number number more than 0
function random:lognormal(median, sigma) end

--- A wait between things that come at random.
---@param mean number
---@return number number more than 0
function random:exponential(mean) end

--- A number of a gamma distribution.
---@param shape number 1 is exponential, more is steadier
---@param scale number the mean is shape times scale
---@return number number more than 0
function random:gamma(shape, scale) end

--- A rank by Zipf's law: a few come again and again.
---@param n integer how many there are
---@param skew number 0: all equally likely; 1.1 is common
---@return integer rank from 1, the commonest, to n
function random:zipf(n, skew) end
