-- What a summary can be turned into: a function of the summary that returns text, in a file of
-- this folder, and a line here. docs/summary.md says what a summary holds.

local reports = {
  text = "stoke.report.text",
}

local report = { header = require("stoke.report.wrk").header }

-- `summary` is the tree, or the JSON of it.
function report.render(name, summary)
  if not reports[name] then
    error(("there is no report %q"):format(name), 0)
  end
  if type(summary) == "string" then
    summary = require("core.json").decode(summary)
  end
  return require(reports[name])(summary)
end

return report
