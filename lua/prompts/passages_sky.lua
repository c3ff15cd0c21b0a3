-- The night sky, and an observatory run by amateurs.

return [[
The observatory above {{town=city}} was paid for by a lottery. In {{year}} the mayor promised a telescope to the
town if at least {{number}} tickets were sold, and the {{job}}s bought most of them. The dome arrived in {{small}}
parts on the back of a brewery cart. It is still turned by hand, with a rope that has to be replaced after every
second winter, and the opening is just wide enough for the instrument and one broad pair of shoulders.

Stars do not twinkle. Their light does, because it crosses layers of air of different warmth that bend it this way
and that. Planets are close enough to appear as small discs, so the trembling of one edge is made up for by the
other, and they shine steadily. {{name}} {{surname}}, who leads the tours on {{weekday}} nights, lets visitors find
out by themselves which of the bright points is which. It takes about {{small}} minutes and she has never had to help.

On clear nights the club measures how bright certain stars are. Some of them swell and shrink with the regularity of
breathing, others flare up without warning. Professional telescopes are too busy and too sensitive for this work, so the
archives depend on people in gardens. The club has sent in {{number}} thousand estimates since {{year}}. Its most
faithful observer was a {{job}} who could not sleep, and who made {{number}} of them in a single month.

A meteorite fell {{small}} kilometres from the village during {{weather}}. Nobody saw it. It was found by a farmer whose
plough made a noise that he did not know. For {{duration}} it held open the door of a shed, until a schoolteacher
noticed that a compass lost its way there. It now lies in the museum of {{city}}, and the farm has been given a copy in
{{material}}, which holds the door just as well.

The Moon is leaving. Each year it is almost four centimetres farther away, and the day grows longer to make up for it.
Corals have kept the accounts: their daily growth lines show that in distant times a year had more than four
hundred days. When people of {{era}} looked up, the difference was too small to notice. But the eclipses they wrote
down do not quite fit the modern clock, and the misfit is one of the ways in which the slowing is known.

Light from the town has become the main trouble. Since the new shopping centre was opened, the faintest star that
can be seen without help is {{small}} times brighter than it was. The council replaced {{number}} street lamps with ones
that shine only downward and are dimmed after {{clock}}. It saved {{percent}} percent of the electricity. Moths
returned, then bats, and the club counts the Milky Way among the municipal achievements.

A comet is a snowball with a calendar. It spends most of its life in the cold, where nothing happens, and then falls
toward the Sun for a few hectic weeks. The one that {{name}} {{surname}} found from her balcony will be back in
{{number}} years. She discovered it because a picture would not come out right: there was a smudge that had not
been there on {{weekday}}, and she cleaned the lens {{small}} times before she believed in it.

Distances in space are measured in steps, each of which rests on the one below. Radar gives the planets, the width
of the Earth's orbit gives the near stars, pulsating stars give the near galaxies, and exploding ones give the
rest. An error of {{small}} percent at the bottom goes all the way to the top. At present two ways of climbing the
ladder lead to results that differ a little. It may be a mistake. It may also be the most interesting number in physics.

School classes come in {{season}}, when it is dark before bedtime. The programme begins with a walk on which the solar
system is a kilometre long and the Earth is a peppercorn. The nearest star would then be in {{country}}. Children
grasp this faster than adults do. One of them asked who had measured it, and how long the tape was, and the guide,
a former {{job}}, answered as well as he could for {{number}} minutes, until the bus had to leave.

The club's clock is a pendulum in the cellar that once served the railway. It is compared every evening with a
radio signal and every month with a star that passes behind a wire. The signal is better, naturally, by a factor of
several thousand. But when lightning destroyed the receiver in {{year}}, the star was still there. The minutes of
that meeting record a round of applause, the only one in {{number}} pages.

Visitors often ask about life elsewhere. The honest answer is a list of things we do not know, and it has become
shorter in the middle: planets are common, water is common, and the building blocks of life fall from the sky. What
nobody knows is how hard the first step is. {{name}} likes to show them a jar of pond water under the microscope on
the way out. It is crowded, she says, and all of it has been there for {{small}} weeks.

In {{month}} the main mirror was taken out to be coated with fresh aluminium. It weighs as much as {{small}} people
and it had not been moved for {{duration}}. Under it lay a folded paper, left by those who had put it there, with
their names, the weather and a list of what they had eaten: {{dish}}, mostly. The members read it aloud, added a
sheet of their own and put both back. The stars, it was agreed, have looked sharper since.
]]
