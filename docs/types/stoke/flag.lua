---@meta stoke.flag
-- Written by docs/api/generate.lua: change docs/api instead.

--- What a script is told on the command line. The module is a function that declares a flag of the script's
--- own; the global table `env` holds what `-e NAME=TEXT` says (`-e NAME`: as in the environment stoke was
--- started in); and `arg` what follows `--`, with the script's path as `arg[0]`:
---
---     stoke -s chat.lua --depth 5 -e TENANT=acme http://localhost:8000 -- one two
---@class flag
local flag = {}

--- Declares a flag, and gives its value. Declared again, it is the same one.
---@param name string `depth` is typed as `--depth 5`; a `_` is typed as `-`
---@param default number|string|boolean what it is when it is not typed; also says what it may be
---@param words string? what `stoke -s FILE --help` says of it
---@return number|string|boolean # what was typed, of the default's type; one that is false or true is typed as `--name`, or `--name=false`
function flag(name, default, words) end

return flag
