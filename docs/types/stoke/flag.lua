---@meta stoke.flag
-- Written by docs/api/generate.lua: change docs/api instead.

--- What a script is told on the command line. The module is a function that declares a flag of the script's
--- own; the global table `env` holds what `-e NAME=TEXT` says (`-e NAME`: as in the environment stoke was
--- started in); and `arg` what follows `--`, with the script's path as `arg[0]`:
---
---     stoke -s chat.lua --depth 5 -e TENANT=acme http://localhost:8000 -- one two
---@class flag
--- Declares a flag, and gives its value. Declared again, it is the same one.
---@overload fun(name: string, default: number|string|boolean, words?: string): number|string|boolean
local flag = {}

return flag
