-- A company, its figures and its people.

return [[
{{firm=company}} closed the year with revenue of {{number}} million, {{percent}} percent more than in the year before.
Most of the growth came from {{country}}, where the {{product}} that was introduced in {{month}} sold out twice. The
margin did not keep up, because the price of {{material}} rose sharply and the company decided not to pass the
whole increase on to its customers. "We would rather be asked for more than be asked for less," said the chief financial
officer, {{name}} {{surname}}.

The factory in {{city}} was built for a different time. Its {{number}} machines stand in long rows, each served by one
person, and a piece travels almost two kilometres before it is packed. A team of {{small}} employees has spent
{{duration}} drawing a new plan on the floor with coloured tape. In the test hall, where the machines stand in small
rings, the same piece travels ninety metres, and the people who make it can talk to each other.

Staff turnover has been the subject of much discussion. Of the {{number}} people who left, a third named the commute, a
quarter the shift plan, and only {{percent}} percent the pay. After {{department}} was allowed to write its own shift
plan, nobody resigned for {{small}} months. The plan is less fair than the old one if one counts weekends, and more
popular, because swaps no longer need a signature. Other departments have asked to copy it.

Returns are the least loved number in the report. About {{small}} in a hundred {{product}}s come back, and in half
of the cases nothing is wrong with them. The service desk has begun to call customers before the parcel is sent off.
Often the problem is solved by one sentence that was missing from the manual. The sentence is now printed on a yellow
card in the box, and returns have fallen by {{percent}} percent in the regions where the card is used.

Not every experiment went well. The subscription model, in which customers paid {{price}} a month and could exchange
their {{product}} at any time, attracted few people and a great many exchanges. It was stopped in {{month}}. The
write-off is in the annex. The team that ran it has described its mistakes in a memo that has since become required
reading, above all the second page, on which they list the warnings they had received and had reasons to ignore.

The supplier of the small springs, a workshop with {{small}} employees in {{country}}, announced that its owner would
retire without a successor. There was no second source. After several visits, {{firm=company}} bought the workshop,
left it where it was, and hired two apprentices. This was not in anybody's strategy. It cost less than one week of
standstill would have, and the springs, as the head of purchasing remarked, are better now that somebody asks about
them.

The board discussed the question of growth at length. One group would like to enter {{country}} at once, before a rival
does. Another points out that {{percent}} percent of customers at home have never heard of the {{product}}. A decision
was postponed until {{month}}. Meanwhile both groups have been given the same small budget and the task of proving
the other one right. {{name}} from {{department}} will keep the score.

Accidents at work have fallen for {{small}} years in a row, now to {{number}} cases, most of them cuts and bruises. The
change that helped most was also the cheapest: reports of near misses are now anonymous and are read aloud, without
comment, at the start of each shift. In the first month there were {{small}}. By the end of the year there were
{{number}}, which the safety officer calls the best bad news she has ever received.

Energy is bought a year in advance, at night, by an employee who used to trade coffee. That has saved about {{number}}
thousand. The larger saving came from the compressed air. A listening device found {{number}} leaks in the pipes,
some of them older than the people who repaired them, and since then the big compressor runs {{small}} hours less
each day. The hall is so quiet in the evening that somebody has asked whether the radio may stay on.

The works canteen was to be closed, as fewer than {{number}} people ate there. Then the cook, {{name}} {{surname}},
asked for {{small}} weeks. She cut the menu to two dishes, moved the tables together and let each department choose
one day. {{weekday}} belongs to {{department}}, who insisted on {{dish}}. There is now a queue, and the question
has become whether guests from the neighbouring buildings may be let in before {{clock}}.

Training took more hours than in any year before. Everyone could choose a subject that had nothing to do with their
job, up to {{price}} per person. The list is long: {{skill}}, {{skill}}, sign language, even the {{instrument}}. Critics
asked what the company gains. The answer in the report is a single figure, the number of people who now know somebody in
another building, and it has doubled.

For the coming year the management expects moderate growth, and some uncertainty in {{season}}. Orders reach into
{{month}}. The largest risk is the price of {{material}}, and the second largest is a project called {{surname}},
which will replace the software that plans production. It has been tested for {{duration}}, in parallel, by people
who were asked to break it. They did so {{number}} times. The list is shrinking by about {{small}} a week.
]]
