-- A harbour town, and how it lives with its water.

return [[
The harbour of {{town=city}} was never planned. In {{year}} a merchant named {{surname}} paid for a wooden jetty so that
his own boats would not have to wait for the tide, and other merchants, who did not want to ask him for permission,
built their own beside it. By the end of the century there were {{small}} of them, all of different lengths, and
the gaps between them had silted up so badly that children could walk from one to the next at low water.

What saved the town was not trade but ice. For about {{small}}0 winters, blocks were cut from the lakes behind the
hills, packed in sawdust and shipped south, where they cooled drinks for people who had never seen a frozen pond.
The ice houses still stand along {{street}}. Their walls are a metre thick, there are no windows, and they have
turned out to be perfect for storing cheese, wine and, in one case, the archive of a bankrupt theatre.

The ferry is the town's clock. It leaves at {{clock}} on weekdays and ten minutes later on Sundays, for reasons
nobody can explain, and its horn is loud enough to stop conversations in the market. When it was replaced by a
quieter, electric vessel, {{number}} residents signed a petition to keep the old horn. The company gave in. The new
ferry glides silently up to the quay and then produces, from a loudspeaker, the sound of a steamer that was
scrapped decades ago.

Flooding is part of every family's story. The highest mark on the wall of the fish hall is dated {{month}} {{year}} and
stands well above a grown man's head. Shopkeepers on the lower streets keep their stock on the second shelf by
habit, and new houses must have their electrical sockets at chest height. Visitors find this charming. Residents
find it practical, and they point out that nobody has lost a freezer in {{small}} years.

There have been plans for a sea wall since before there were photographs to show how much it was needed. Each plan
failed for a different reason: a war, an election, a rare colony of swallows, the price of steel. The latest one
would cost about {{number}} million and would block the view from the promenade. At a public meeting, {{name}}
{{surname}}, who has lived on the front for {{number}} months, said that she would rather be wet than look at concrete.

The market is held on {{weekday}} in a square that is too small for it. Stalls spill into the side streets according to
rules that are not written down. Fish comes first, because it must leave early; then vegetables, bread, tools and, at
the far end near the church, second-hand books. A stall can be inherited but not sold. The youngest holder at
present is {{small}}{{small}} years old and sells nothing but {{plant}}, which, she says, is a matter of concentration.

For most of its history the town looked away from the sea. Houses were built with their backs to the water, and the
front doors opened to the lanes, where there was shelter from the wind. Only when summer visitors began to arrive
did anybody think of putting a window on the other side. Architects can date a house by it: no sea window means it
was built before the railway, a small one means a fisherman had taken in lodgers, and a large one means a hotel.

The school has {{number}} pupils and one unusual subject. On {{weekday}} afternoons the older classes learn to row, to
read a tide table and to tie the knots that hold a boat at a moving pontoon. It began as a safety measure after an
accident and was meant to last one summer. A former pupil who is now a {{job}} says that it is the only lesson he
still uses every week, including the times when there is no boat involved.

A university team spent {{small}} years measuring how sound travels through the old quarter. They wanted to know
why people who live there report being less disturbed by traffic than people in quieter streets. The answer seems
to be that the narrow lanes bend. A noise never reaches the ear in a straight line, so it arrives softened and
without a clear direction, and the brain files it under weather. The finding has since been used in planning a hospital.

The lighthouse has been automatic since {{year}}, but it still has a keeper of a kind. {{name}} {{surname}}, a retired
{{job}}, climbs the {{number}} steps every week to clean salt from the glass, because the cleaning robot that was
bought for the purpose fell off in its first storm. It is not a paid position. In return the town council lets him
keep bees on the gallery, and the honey, which tastes faintly of thyme, is sold at the tourist office in very small
jars.

Young people leave, as they do everywhere, but an odd thing has been happening for the last {{small}} years: many
of them come back around the age of thirty. A survey by the local paper asked {{number}} of them why. The most
common answers were rent, parents and the light, in that order. Only {{percent}} percent mentioned work. Most had
brought their jobs with them, on a laptop, and complained that the connection fails whenever the ferry passes the mast.

Nobody agrees on what the town's speciality is. Guidebooks name a fish soup, but it was invented by a hotel. Older
residents insist on a flat loaf with {{ingredient}} that was baked for funerals and that is now sold, without the
funeral, at every petrol station. The baker in {{street}} keeps the original recipe in a bank. It is, he admits, almost
identical to the one printed on the back of the flour bag, except for one step that takes {{duration}}.
]]
