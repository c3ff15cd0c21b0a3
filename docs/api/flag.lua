-- What is typed for a script.

return {
  title = "stoke.flag, env and arg",
  type = "flag",
  module = "stoke.flag",
  about = [[
What a script is told on the command line. The module is a function that declares a flag of the script's own; the
global table `env` holds what `-e NAME=TEXT` says (`-e NAME`: as in the environment stoke was started in); and `arg`
what follows `--`, with the script's path as `arg[0]`:

    stoke -s chat.lua --depth 5 -e TENANT=acme http://localhost:8000 -- one two]],
  functions = {
    { "flag(name, default, words?)",
      params = {
        { "name", "string", "`depth` is typed as `--depth 5`; a `_` is typed as `-`" },
        { "default", "number|string|boolean", "what it is when it is not typed; also says what it may be" },
        { "words", "string?", "what `stoke -s FILE --help` says of it" },
      },
      returns = { { "number|string|boolean", "what was typed, of the default's type; one that is false or true is "
        .. "typed as `--name`, or `--name=false`" } },
      where = "top level",
      about = "Declares a flag, and gives its value. Declared again, it is the same one.",
      errors = "A default of another type; the name of one of stoke's own flags; a flag that is first declared in a "
        .. "hook or a journey. What was typed wrong, or for a flag "
        .. "that nobody declared, is said with exit code 2 before the load begins.",
      example = [[
local flag = require "stoke.flag"
local depth = flag("depth", 3, "turns in a chat")
local tenant = env.TENANT or "nobody"

function journey(user)
  local chat = user:chat { system = "You work for " .. tenant .. "." }
  for _ = 1, depth do chat:ask("And then?") end
end
]],
    },
  },
}
