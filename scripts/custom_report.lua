-- A report of one's own: done() prints what matters to us, report() writes files, here a table for a
-- spreadsheet. `result` is the summary as --json writes it: docs/summary.md names all there is.
--
--   stoke -s scripts/custom_report.lua -c 10 -d 10s -m auto http://localhost:8000

options = { slo = { ttft = "300ms", tpot = "50ms" } }

function journey(user)
  local chat = user:chat()
  user:step("first", chat.ask, chat, "Name a mountain.")
  user:step("second", chat.ask, chat, "How high is it?")
end

function done(_, _, _, result)
  local good = result.goodput.requests
  print(("%d of %d answers were good enough (%.0f %%)"):format(good.good, result.requests.begun, good.share * 100))
end

function report(result)
  local rows = { "step,answers,ttft_mean,ttft_p99" }
  for name, step in pairs(result.steps) do
    local ttft = step.metrics.ttft
    if ttft then
      rows[#rows + 1] = ("%s,%d,%.4f,%.4f"):format(name, step.requests.ok, ttft.mean, ttft.percentiles["99"])
    end
  end
  return { ["steps.csv"] = table.concat(rows, "\n") .. "\n" }
end
