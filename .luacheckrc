std = "luajit"
max_line_length = 120
files["scripts"] = { globals = { "options", "journey", "done", "report", "prepare", "wrk", "setup", "init", "request",
  "response", "delay", "token", "failed" } }
files["scripts/wrk"] = { globals = { "seen", "faults" } } -- thread:get() asks for globals
files["tests/e2e/journeys"] = { globals = { "journey", "options", "prepare" } }
files["tests/bench"] = { globals = { "journey", "env" } }
files["tests/script/modules"] = { max_line_length = 140 }
files["tests/e2e/*.lua"] = { globals = { "journey", "options" } }
files["tests"] = { std = "luajit", max_line_length = 120 }
exclude_files = { "tests/golden/script_errors", "docs/types" } -- wrong on purpose; declarations alone
