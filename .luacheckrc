std = "luajit"
max_line_length = 120
stds.stoke = dofile "docs/types/luacheck.lua"
files["scripts"] = { std = "luajit+stoke" }
files["scripts/wrk"] = { globals = { "seen", "faults" } } -- thread:get() asks for globals
files["tests/e2e/*.lua"] = { std = "luajit+stoke" }
files["tests/bench"] = { std = "luajit+stoke" }
files["tests/e2e/journeys"] = { std = "luajit+stoke" }
files["tests/script/modules"] = { max_line_length = 140 }
exclude_files = { "tests/golden/script_errors", "docs/types" } -- wrong on purpose; declarations alone
