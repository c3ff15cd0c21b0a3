-- Time as scripts have it: seconds. time.now() only ever goes forward; time.span("2s") reads a span.

local time = require "core.time"

return { now = time.now, span = time.span, wall = os.time }
