---@meta stoke.metric
-- Written by docs/api/generate.lua: change docs/api instead.

--- Numbers of a script's own, beside those that are measured anyway. A metric has a name, and is made at the
--- top of a script or in a journey; made again under the same name it is the same one. What is added inside
--- the measured window counts, from all users and workers, and is in the report and in the summary as
--- `custom.NAME`.
---
--- At most 256 names: take ones that come again, not ones made of what a model has said.
---@class metric
local metric = {}

---@class trend
local trend = {}

---@class counter
local counter = {}

---@class rate
local rate = {}

---@class gauge
local gauge = {}

--- A distribution: count, mean, deviation, extremes and percentiles of values. They may have any sign, and
--- any size from 1e-9 to 1e13; three digits of them are kept.
---@param name string what it is called in the report and in `result.custom`
---@param options table? `unit`: of the values, as text; `"s"` is shown as a time
---@return trend trend with `add(value)`
function metric.trend(name, options) end

--- A sum of amounts.
---@param name string what it is called in the report and in `result.custom`
---@param options table? `unit`: of the values, as text; `"s"` is shown as a time
---@return counter counter with `add(amount?)`
function metric.counter(name, options) end

--- How often something is true.
---@param name string what it is called in the report and in `result.custom`
---@param options table? `unit`: of the values, as text; `"s"` is shown as a time
---@return rate rate with `add(yes)`
function metric.rate(name, options) end

--- A state that changes: the last value, and the mean and extremes of all that were set.
---@param name string what it is called in the report and in `result.custom`
---@param options table? `unit`: of the values, as text; `"s"` is shown as a time
---@return gauge gauge with `set(value)`
function metric.gauge(name, options) end

--- Adds a value to the distribution. Outside of a journey, and before and after the measured window, it does
--- nothing.
---@param value number from -1e13 to 1e13
function trend:add(value) end

--- Adds to the sum.
---@param amount number? 1 when it is not given
function counter:add(amount) end

--- Counts it.
---@param yes boolean
function rate:add(yes) end

--- Says what it is now.
---@param value number from -1e13 to 1e13
function gauge:set(value) end

return metric
