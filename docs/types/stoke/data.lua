---@meta stoke.data
-- Written by docs/api/generate.lua: change docs/api instead.

--- Data sets: files of questions, conversations, users, anything that journeys need. A file is opened at the
--- top of a script. Its rows stay where they are, mapped and shared by all workers, so a file of many
--- gigabytes costs no memory to speak of; a row becomes a Lua value when it is asked for.
---
--- A relative path is looked for beside the script, then in the working directory. Blank lines are no rows, a
--- byte order mark is left out, lines may end in CR LF, the last one in nothing. A row that is broken is left
--- out and counted (`set.skipped`), and stoke says once how many are and why; only a file with no row left is
--- an error. The file must not be cut short while it is in use.
---@class data
local data = {}

--- Opens a file of whatever kind: by the ending `.csv`, `.tsv`, `.jsonl` or `.ndjson`, else by what it begins
--- with. Objects with `conversations` are taken for sharegpt, a header with a column `prompt`, `text` or
--- `question` for csv, what is like nothing else for lines. Opened twice it is the same memory.
---@param path string of the file
---@return dataset set of the kind that it looks like
function data.open(path) end

--- Opens a file of lines.
---@param path string of the file
---@return dataset set a row is a line, without its end
function data.lines(path) end

--- Opens a file with a JSON value a line. A line that is no JSON is left out.
---@param path string of the file
---@return dataset set a row is the JSON value of a line, as `json.decode` gives it
function data.jsonl(path) end

--- Opens a file that is one JSON array.
---@param path string of the file
---@return dataset set a row is an item of the array
function data.json(path) end

--- Opens a CSV file (RFC 4180: quotes, doubled quotes, line ends within quotes). A row of too few or too many
--- fields is left out, and so is one whose quotes are not closed.
---@param path string of the file
---@param options { header?: boolean|string[], delimiter?: string }? `header = false`: the first row is one like the others, and rows are lists; a list of names: the same, with these names. `delimiter`: one character instead of the comma (or of the tab, in a `.tsv`)
---@return dataset set a row is a table by the columns' names; all fields are text
function data.csv(path, options) end

--- Opens a file of conversations as ShareGPT has them. `human` and `gpt` become the roles `user` and
--- `assistant`; `prompt` is the first that a human says. A conversation in which no human says anything is
--- left out.
---@param path string of the file, an array or JSON lines
---@return dataset set a row is `{ id, turns = { { role, content }, ... }, prompt }`
function data.sharegpt(path) end

return data
