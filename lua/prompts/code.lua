-- Programs to write, read, repair and explain.

local list = require "stoke.prompts.list"

local code = list.templates [[
Implement {{algorithm}} in {{coding_language}}. Also: {{requirement}}, and {{requirement}}.
----
{{polite}}Write a function {{func}} in {{coding_language}} that reads a list of {{record}}s, each with the fields
{{field}}, {{field}} and {{field}}, and returns the {{small}} with the largest {{field}}. Note that {{requirement}}.
----
This code {{symptom}}. Find the reason, explain it {{limit}}, and show a corrected version.

{{snippet}}
----
Review the following code as you would in a pull request. Be {{tone}}. Name at most {{small}} problems, the
most important one first, and say for each how you would prove that it is one.

{{snippet}}
----
Port this to {{coding_language}} and keep its behaviour, including its faults. List the faults afterwards.

{{snippet}}
----
Write unit tests for the code below. Cover the usual case, {{small}} edge cases and at least one input that must be
rejected. Use the test framework that is most common for the language.

{{snippet}}

Context: it is part of the {{service}} service, where {{requirement}}.
----
Explain to {{audience}}, line by line, what this does.

{{snippet}}
----
Our {{service}} service talks to {{service}} over HTTP. Since we moved to {{coding_language}}, it {{symptom}}. The
logs say:

{{log}}

What would you look at first, and which {{small}} measurements would tell the possible causes apart?
----
Design a database schema for {{number}} thousand users, each of whom has a {{thing=record}} with {{a=field}},
{{b=field}} and {{c=field}}, and perhaps a {{record}}. We need to find every {{thing}} by {{a}} in a range of dates, to
keep the history of {{b}}, and to delete a user's data on request. Give the SQL and say which indexes you would leave
out, since {{requirement}}.
----
Write a SQL query: the table {{entity}}s has columns {{a=field}}, {{b=field}}, {{c=field}} and day. For each {{weekday}}
in {{month}}, I want the number of rows, the median of {{b}} and the share of rows in which {{c}} is null.
----
Write a {{coding_language}} command-line program that watches a directory, and for each new {{record}} file sends
its {{field}} to port {{port}}. It should survive restarts, and {{requirement}}. Include a short README in a
{{tone}} style.
----
What is the output of this program? Think it through before you answer, then answer with the output only.

{{snippet}}
----
Refactor the code so that it can be tested without a network and without a clock. Keep the public names.
{{requirement}}.

{{snippet}}

These tests must still pass afterwards: one that calls {{func}} twice with the same {{record}}, and one where
{{field}} is missing.
----
Write a regular expression for ticket numbers such as {{ticket}}, {{ticket}} and {{ticket}}, which must not match
{{ticket}}7x. Explain each part, then give {{small}} test strings.
]]

code.weight = 26

return code
