-- Percentiles of one's own after the report: any p, for the whole distribution is there.
--   stoke -s scripts/wrk/report.lua -c 10 -d 10s http://localhost:8080/

function done(summary, latency)
  io.write("percentile,latency_ms\n")
  for _, p in ipairs { 50, 90, 99, 99.999 } do
    io.write(("%g,%.3f\n"):format(p, latency:percentile(p) / 1000))
  end
  local all = 0
  for i = 1, #latency do
    local _, count = latency(i) -- the i-th different value, and how often it came
    all = all + count
  end
  io.write(("%d of %d requests, the slowest %d us\n"):format(all, summary.requests, latency.max))
end
