std = "luajit"
max_line_length = 120
files["scripts"] = { globals = { "options", "journey", "done", "wrk", "setup", "init", "request", "response", "delay" } }
files["tests/e2e/*.lua"] = { globals = { "journey", "options" } }
files["tests"] = { std = "luajit", max_line_length = 120 }
exclude_files = { "tests/golden/script_errors" } -- they are wrong on purpose
