-- Long texts to be summarised, compared and asked about: the tail of the lengths.

local list = require "stoke.prompts.list"

local summaries = list.templates [[
Summarise the following text {{limit}}:

{{passage}}
----
Summarise this for {{audience}}. The tone is {{tone}}; leave out all numbers that are not essential.

{{passage_long}}
----
{{passage}}

What are the {{small}} main points of this text, and which of them is supported by evidence in it?
----
Read the text and answer the questions below it. Answer only from the text; if it does not say, write "not stated".

{{passage_long}}

1. Which numbers are given, and what do they measure?
2. Who is mentioned by name, and what did they do?
3. What changed over time, and what was the reason?
4. What is it that nobody knows?
----
Give this text a headline, a standfirst of at most {{number}} words and {{small}} keywords.

{{passage}}
----
Write a {{tone}} summary {{limit}} in {{language}}. Names stay as they are.

{{passage}}
----
Here are two texts. What do they have in common, where do they disagree, and which one is better written? Answer
{{limit}}.

TEXT A

{{passage_long}}

TEXT B

{{passage}}
----
Make {{small}} multiple-choice questions from the text for {{audience}}, each with four answers of which one is
correct, and put the solution at the end.

{{passage_long}}
----
The text below was cut by an editor. Say where something seems to be missing, and write the missing sentences in
the same style.

{{passage}}
----
Turn this into {{shape}}, and keep everything that a {{job}} would need to know.

{{passage_long}}
----
Fact-check: list all claims in the following text that could be checked with a library card, in the order in which
you would check them, and say where you would look.

{{passage}}
----
From the texts below, choose the one that would interest {{audience}} most, and explain the choice {{limit}}.

1. {{passage_short}}

2. {{passage_short}}

3. {{passage_short}}

4. {{passage}}
]]

summaries.weight = 18

return summaries
