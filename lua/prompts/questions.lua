-- Short questions, choices and advice: what people type most.

local list = require "stoke.prompts.list"

local questions = list.templates [[
{{polite}}Explain {{concept}} to {{audience}}, {{limit}}.
----
What is the difference between {{a=concept}} and {{concept}}? Answer {{limit}}.
----
I would like to {{goal}}. The trouble is: {{constraint}}. Where do I start? Answer as a {{tone}} {{job}} would,
{{limit}}.
----
{{polite}}What do you know about {{question_of_life}}? Keep the tone {{tone}} and answer {{limit}}.
----
How long does it take to learn {{skill}} if {{constraint}}, and how would you begin with {{audience}}?
----
Suggest a {{dish}} recipe for {{small}} people that uses {{ingredient}} and {{ingredient}}, but no {{ingredient}}.
----
My {{plant}} look unhappy since {{weather}}. I water them every {{small}} days and they stand next to {{plant}}.
What could be wrong?
----
Give me {{small}} unusual facts about the {{animal}} that would surprise {{audience}}.
----
I am going to {{city}} in {{month}} with my {{relative}}, who loves {{skill}} and hates {{topic}}. What should we
do in {{small}} days?
----
What was daily life like for a {{job}} in {{era}}? Answer {{limit}}.
----
Is it better to repair or to replace a {{product}} that is {{small}} years old and would cost {{price}} euros to repair?
----
Which is more sustainable for a {{product}}: {{material}} or {{material}}? Explain your reasoning {{limit}}.
----
List arguments for and against {{topic}} as seen by a {{job}} and by a {{job}}. Use {{shape}}.
----
{{polite}}Convert {{number}} kilometres, {{number}} pounds and {{small}} gallons to other usual units, and tell me how
you did it.
----
A train leaves {{city}} at {{clock}} and travels {{number}} kilometres at {{number}} kilometres an hour, with a stop
of {{small}} minutes every {{number}} kilometres. When does it arrive? Show each step.
----
A shop sells {{small}} kinds of {{material}} at {{price}}, {{price}} and so on, each {{percent}} percent dearer
than the one before. What do {{number}} pieces of the dearest one cost?
----
{{a=name}} is older than {{b=name}}, who earns {{price}} a week. In {{small}} years, {{a}} will be twice as old as
{{b}} was {{small}} years ago. Is there enough information to say how old they are? If not, what is missing?
----
What should I ask in an interview for a job as a {{job}} at {{company}}, and what are they likely to ask me if I
come from {{department}}?
----
I have {{ingredient}}, {{ingredient}}, {{ingredient}} and {{duration}}. What can I cook?
----
Recommend {{small}} books about {{era}} for {{audience}}, and say in a sentence what each one is about.
----
Plan a week of training for {{skill}}. Note that {{constraint}}, and that I want to see progress within {{duration}}.
----
Why does a {{instrument}} sound different from a {{instrument}} when both play the same note? {{polite}}Explain it
{{limit}}.
----
You are a {{tone}} {{job}}. I am {{name}}, and I want to know about {{concept}}. How would you begin?
]]

questions.weight = 9

return questions
