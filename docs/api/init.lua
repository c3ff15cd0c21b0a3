-- The parts of the scripting API, in the order in which they are read. What is not named here comes last.

return {
  "hooks",
  "user", "chat", "options", "reply", "random",
  "agent", "rag",
  "data", "data_set", "data_feeder", "prompts",
  "metric", "json", "crypto", "time", "flag",
  "wrk",
}
