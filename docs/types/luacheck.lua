-- Written by docs/api/generate.lua: change docs/api instead. In .luacheckrc:
--   stds.stoke = dofile "docs/types/luacheck.lua"
--   std = "luajit+stoke"
return {
  globals = {
    "options", "journey", "on_start", "on_stop", "prepare", "cleanup", "tick", "done", "report", "setup",
    "init", "delay", "request", "response", "token", "failed",
    wrk = { other_fields = true },
  },
  read_globals = { "env", "arg" },
}
