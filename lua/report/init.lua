-- What a summary can be turned into: a function of the summary that returns text, in a file of
-- this folder, and a line here. docs/summary.md says what a summary holds.

local suggest = require "stoke.suggest"

local reports = {
  text = "stoke.report.text",
}

local report = { header = require("stoke.report.wrk").header }

-- As one text, for people.
function report.names() return table.concat(suggest.names(reports), ", ") end

-- What is wrong with this name of a report, or nil: asked before the load, since after it is too late.
function report.complaint(name)
  if reports[name] then return nil end
  return ("%q is not known: expected one of %s%s"):format(name, report.names(),
    suggest.words(name, suggest.names(reports)))
end

-- `summary` is the tree, or the JSON of it.
function report.render(name, summary)
  if type(summary) == "string" then
    summary = require("core.json").decode(summary)
  end
  return require(reports[name])(summary)
end

return report
