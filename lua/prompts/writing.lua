-- Stories, letters, rewriting, translation and putting things into drawers.

local list = require "stoke.prompts.list"

local writing = list.templates [[
Write a {{genre}} of about {{number}} words that is set in {{place}}. It should contain a {{object}}, {{obstacle}} and a
feeling of {{feeling}}. {{hero=name}}, a {{job}} from {{city}}, tells it in the first person. Do not explain the ending.
----
Continue this story in a {{tone}} tone for {{small}} paragraphs.

"{{sentence}} {{hero=name}} thought of that for a long time. In {{place}}, with {{weather}} outside, there was
little else to do. On the shelf stood a {{object}}, and beside it a {{object}} that had not been there in the
morning. {{sentence}}"
----
Write a dialogue between a {{job}} and a {{job}} who are stuck in {{place}} because of {{obstacle}}. One of them feels
{{feeling}} and hides it; the other one knows. At most {{number}} words, and no stage directions.
----
Compose a poem in {{small}} stanzas about a {{animal}} and a {{object}} in {{season}}. It need not rhyme, but it
should be possible to read it aloud to {{audience}}.
----
Invent a board game for {{small}} players about {{era}}. The theme is {{feeling}}, the material is mostly
{{material}}, and a round must not take longer than {{duration}}. Describe the aim, the pieces, one turn and how it
ends. Then play the first turn as {{name}} and {{name}} would.
----
Write a letter from {{name}}, a {{job}}, to {{department}} at {{company}}. It is about a {{product}}
that was bought for {{price}} euros on a {{weekday}} in {{month}}. The tone is {{tone}}, the aim is a refund, and
the last sentence should make the reader smile.
----
Rewrite the following text so that it is {{tone}} and can be understood by {{audience}}:

{{sentence}} {{sentence}} {{sentence}} {{sentence}}
----
Make this shorter by half without losing anything that matters:

{{passage_short}}
----
Translate into {{language}}, and add a literal translation in brackets after each sentence:

{{sentence}} {{sentence}} {{sentence}}
----
Translate the following paragraphs into {{language}}. Keep names, numbers and times as they are, and prefer
{{tone}} wording where there is a choice.

{{passage_short}}
----
How do you say this in {{language}}, {{language}} and {{language}}? "{{sentence}}"
----
A friend translated this into {{language}} and back, and it became: "{{sentence}}" What may the original have
been? Give {{small}} guesses, from the most to the least likely, and say what got lost each time.
----
Classify the review that {{company}} got for a {{product}} as positive, negative or mixed. Answer with one word.

Review: {{review}}
----
Sort these reviews from the most satisfied to the least satisfied customer and give each a score from 1 to 10.

1. {{review}}
2. {{review}}
3. {{review}}
4. {{review}}
5. {{review}}
----
Which department should answer this message: {{department}}, {{department}} or {{department}}? Reply with the name of
the department and the urgency (low, medium, high), separated by a comma.

Message:
{{complaint}}

{{name}} {{surname}}, {{city}}
----
Label each sentence as FACT, OPINION, INSTRUCTION or PROMISE.

- {{sentence}}
- {{review}}
- {{sentence}}
- {{sentence}}
- {{review}}

Answer with one label a line and nothing else.
----
Here are labelled examples.

"{{review}}" -> review
"{{sentence}}" -> other
"{{complaint}}" -> complaint
"{{review}}" -> review

What is the label of this one?

"{{complaint}}"
----
Draft a {{tone}} answer to this customer. Offer a solution that costs {{company}} less than {{price}} euros, do not
promise a date, and sign as {{name}} from {{department}}.

{{complaint}}
----
Write {{shape}} about {{topic}} for {{audience}}. Begin with a scene in {{place}}, mention {{country}} once, and
end with a question that cannot be answered with yes or no.
----
Give me {{small}} names for a {{animal}} that belongs to a {{job}} and likes {{ingredient}}. Explain each in five words.
----
Write a speech of {{small}} minutes for the retirement of {{name}} {{surname}}, who was a {{job}} for {{number}}
months too long, according to a joke in {{department}}. Mention the {{object}}, the incident with the {{vehicle}}
in {{city}} and the phrase everybody knows: "{{sentence}}" Keep it {{tone}}; the family will be there.
]]

writing.weight = 18

return writing
