-- Papers from which something has to be taken out, mostly as JSON.

local list = require "stoke.prompts.list"

local extraction = list.templates [[
Extract the seller, the buyer, the date, all items (name, quantity, unit price) and the total from this invoice as JSON.
Use null for what is missing, and numbers without thousands separators.

{{invoice}}
----
Check the arithmetic of this invoice. Say which line is wrong, if any, and what the total ought to be.

{{invoice}}
----
Who wants what from whom, and by when? Answer with a table: person, request, deadline.

{{mail}}
----
Extract every date, time, amount of money, reference number and place from the mail below. Answer with a JSON
object that has these five arrays and nothing else.

{{mail}}
----
Here is a conversation by mail, latest message first. Summarise it for {{audience}} {{limit}}, then list what is
still open.

{{thread}}
----
Write the answer to the latest message. The tone is {{tone}}, and it should confirm the times, ask for the
missing number and decline everything else.

{{thread}}
----
Group the lines of this log by what caused them, and say for each group how often it occurs and whether somebody
should be woken up.

{{log}}
----
From the log, produce a JSON array with one object for each ERROR: time, service, message, and the number of
warnings of the same service before it.

{{log}}
----
Look for anything unusual in this log. If there is nothing, say so in one sentence. {{service}} was restarted at
about {{clock}}, which may or may not matter.

{{log}}
----
Here are some orders as CSV. Which customer spent the most, which product was ordered most often, and what would
change if orders below {{price}} were left out? Show the calculation.

{{csv}}
----
Turn these rows into a JSON array. Rename "customer" to "name" and split it into first and last name, write dates as
day.month.year, and leave out rows with a quantity above {{small}}.

{{csv}}
----
Read the receipt and answer with three lines: shop, total, and the most expensive item.

{{receipt}}
----
In a {{tone}} style, write the minutes of this meeting: decisions, tasks with the person responsible, open questions. At
most {{number}} words.

{{transcript}}
----
What did each of the speakers want, and did they get it? Quote at most {{small}} short passages.

{{transcript}}
----
Sort this programme by day and time, translate it into {{language}}, and mark what costs money.

{{schedule}}
]]

extraction.weight = 23

return extraction
