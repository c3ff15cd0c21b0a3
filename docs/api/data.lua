-- Files of rows: opened at top level, shared by all workers, dealt in an order.

return {
  title = "stoke.data",
  type = "data",
  module = "stoke.data",
  about = [[
Data sets: files of questions, conversations, users, anything that journeys need. A file is opened at the top
of a script. Its rows stay where they are, mapped and shared by all workers, so a file of many gigabytes costs
no memory to speak of; a row becomes a Lua value when it is asked for.

A relative path is looked for beside the script, then in the working directory. Blank lines are no rows, a byte
order mark is left out, lines may end in CR LF, the last one in nothing. A row that is broken is left out and
counted (`set.skipped`), and stoke says once how many are and why; only a file with no row left is an error. The
file must not be cut short while it is in use.]],
  functions = {
    { "data.open(path)",
      params = { { "path", "string", "of the file" } },
      returns = { { "set", "dataset", "of the kind that it looks like" } },
      where = "top level",
      about = "Opens a file of whatever kind: by the ending `.csv`, `.tsv`, `.jsonl` or `.ndjson`, else by what it "
        .. "begins with. Objects with `conversations` are taken for sharegpt, a header with a column `prompt`, `text` "
        .. "or `question` for csv, what is like nothing else for lines. Opened twice it is the same memory.",
      errors = "A file that cannot be read, or has no row that can; a call in a journey.",
      example = [[
local data = require "stoke.data"
local questions = data.open "questions.jsonl"

function journey(user)
  user:chat():ask(questions:for_user(user).question)
end
]],
    },
    { "data.lines(path)",
      params = { { "path", "string", "of the file" } },
      returns = { { "set", "dataset", "a row is a line, without its end" } },
      where = "top level",
      about = "Opens a file of lines.",
      errors = "As `data.open`.",
      example = [[
local data = require "stoke.data"
local path = os.tmpname()
local file = assert(io.open(path, "w"))
file:write("Why does bread rise?\nWhy is the sea salty?\n")
file:close()
local questions = data.lines(path)
os.remove(path) -- a small file was read as a whole

function journey(user)
  user:chat():ask(questions:pick(user.random))
end
]],
    },
    { "data.jsonl(path)",
      params = { { "path", "string", "of the file" } },
      returns = { { "set", "dataset", "a row is the JSON value of a line, as `json.decode` gives it" } },
      where = "top level",
      about = "Opens a file with a JSON value a line. A line that is no JSON is left out.",
      errors = "As `data.open`.",
      example = [[
local data = require "stoke.data"
local feeder = data.jsonl("questions.jsonl"):shuffle()

function journey(user)
  local row = feeder:next()
  user:step(row.subject, function() user:chat():ask(row.question) end)
end
]],
    },
    { "data.json(path)",
      params = { { "path", "string", "of the file" } },
      returns = { { "set", "dataset", "a row is an item of the array" } },
      where = "top level",
      about = "Opens a file that is one JSON array.",
      errors = "As `data.open`.",
      example = [[
local data = require "stoke.data"
local path = os.tmpname()
local file = assert(io.open(path, "w"))
file:write('[{"q": "Why?"}, {"q": "Why not?"}]')
file:close()
local rows = data.json(path)
os.remove(path)

function journey(user)
  user:chat():ask(rows:for_user(user).q)
end
]],
    },
    { "data.csv(path, options?)",
      params = { { "path", "string", "of the file" },
        { "options", "{ header?: boolean|string[], delimiter?: string }?",
          "`header = false`: the first row is one like the others, and rows are lists; a list of names: the same, with "
          .. "these names. `delimiter`: one character instead of the comma (or of the tab, in a `.tsv`)" } },
      returns = { { "set", "dataset", "a row is a table by the columns' names; all fields are text" } },
      where = "top level",
      about = "Opens a CSV file (RFC 4180: quotes, doubled quotes, line ends within quotes). A row of too few or too "
        .. "many fields is left out, and so is one whose quotes are not closed.",
      errors = "As `data.open`; an option that there is not; a header that names more or fewer columns than there are.",
      example = [[
local data = require "stoke.data"
local path = os.tmpname()
local file = assert(io.open(path, "w"))
file:write('prompt;max_tokens\n"Say ""hi"".";5\nCount to three.;20\n')
file:close()
local rows = data.csv(path, { delimiter = ";" })
os.remove(path)

function journey(user)
  local row = rows:for_user(user)
  user:chat { max_tokens = tonumber(row.max_tokens) }:ask(row.prompt)
end
]],
    },
    { "data.sharegpt(path)",
      params = { { "path", "string", "of the file, an array or JSON lines" } },
      returns = { { "set", "dataset", "a row is `{ id, turns = { { role, content }, ... }, prompt }`" } },
      where = "top level",
      about = "Opens a file of conversations as ShareGPT has them. `human` and `gpt` become the roles `user` and "
        .. "`assistant`; `prompt` is the first that a human says. A conversation in which no human says anything is "
        .. "left out.",
      errors = "As `data.open`.",
      example = [[
local data = require "stoke.data"
local path = os.tmpname()
local file = assert(io.open(path, "w"))
file:write('[{"id": "a", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"},'
  .. ' {"from": "human", "value": "And you?"}]}]')
file:close()
local talks = data.sharegpt(path)
os.remove(path)

function journey(user)
  local chat = user:chat()
  for _, turn in ipairs(talks:for_user(user).turns) do
    if turn.role == "user" then chat:ask(turn.content) end
  end
end
]],
    },
  },
}
