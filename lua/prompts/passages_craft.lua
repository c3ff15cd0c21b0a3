-- Bread, repair and other things done with the hands.

return [[
A sourdough starter is a household of wild yeasts and bacteria that have agreed to share flour and water. The
yeasts make the bread rise; the bacteria make it sour and keep strangers away. Every kitchen has its own company of
them. When {{small}} bakers in different countries were given the same flour and told to begin from nothing, the
starters differed within {{duration}}, and each of them contained species that also lived on the hands of the baker.

Kneading looks like force but is mostly patience. Water lets the proteins of the flour find each other, and folding
gives the net that they make a direction. A dough that is left alone for {{number}} minutes needs a tenth of the
work. The bakers of {{city}} knew this long before anybody had seen a protein: they mixed the dough before
{{clock}}, went home for soup, and came back to find half of the labour done.

The bench in {{name}}'s workshop is older than the building. It was made of {{material}} by a {{job}} who left his
initials and the year, {{year}}, under the vice. Every owner since has planed the top once, so it is now {{small}}
centimetres thinner than it was. There is room for perhaps three more generations. After that, {{name}} says, somebody
will have to turn it over, and will find the notes that are pencilled there.

Knives become dull in two ways: the edge bends over, or it wears round. The first can be put right in seconds with a
steel, the second needs a stone. Most people use the steel when they need the stone, and then decide that their
knives are bad. At the repair evening in {{street}}, the longest queue is for sharpening. The volunteer who does
it, a retired {{job}}, takes {{small}} minutes for each and insists on giving the knife back wrapped in a page of
the newspaper.

Repair cafes keep a list of what comes in. In the first {{small}} years in {{country}} it was led by lamps, followed by
coffee machines, zips and toys with one voice too many. About {{percent}} percent of the things leave in working
order. The failures are recorded with equal care, since they show what cannot be opened without breaking. One
manufacturer of {{product}}s has changed a clip after seeing its own name {{number}} times on that list.

Dry stone walls stand without mortar, because each stone rests on two and holds down two. A good wall leans slightly
inward on both sides and has long stones that reach all the way through. It takes a day to build {{small}} metres and
it lasts for two centuries, if nobody climbs on it. The people who repair walls in the hills have a rule: a stone
that has been picked up is never put down again without a place. It saves walking, and it concentrates the mind.

Dyeing wool is cooking. The pot must not boil, the wool must not be startled, and there is always an ingredient of which
too much was added. Onion skins give gold, walnut shells brown, and a certain lichen a purple that has started lawsuits.
{{name}} {{surname}} has dyed the same yarn with {{plant}} from {{number}} different gardens. No two shades agree.
She sells them under the names of the streets, and customers come to look for their own.

Boats are built from the middle outward. First comes the frame that is widest, then the ones before and behind it,
and the eye decides whether the line between them is fair. Drawings help, but a line can be correct on paper and
still look tired. The last wooden boatyard in {{country}} takes {{small}} apprentices a year. In the first
{{duration}} they are only allowed to sweep, sharpen and look, and the master asks each evening what they have seen.

Fermenting vegetables needs salt, a jar and the courage to leave it alone. Two percent of salt by weight keeps out
what is dangerous and lets in what is sour. After {{small}} days at room temperature the jar begins to sing. My
{{relative}} adds {{ingredient}}, which is not traditional, and juniper, which is. The result has won a prize at
the fair in {{city}}, in a category with {{small}} entries, one of which was withdrawn because it had opened itself.

Tuning a piano means making every interval slightly wrong. If the fifths were pure, the octaves would not close, so the
error is spread over all {{number}} strings until nobody can hear it. Good tuners listen not to the notes but to
the beats between them, a slow wavering that speeds up and dies. {{name}}, who has been doing this for {{number}}
months, says that the hardest part is not the ear. It is to persuade the owner to stop talking.

Old clocks lose time in winter because oil thickens and in summer because pendulums grow. The remedy is a rod made
of two metals that grow in opposite directions, and it was found by a {{job}} who had never been to school. The clock on
the market hall of {{city}} has had such a rod since {{year}}. It is off by less than {{small}} seconds a week. Its
bell, on the other hand, strikes the hour whenever it likes, and people have become fond of that.

Glass remembers how it was cooled. If the outside sets before the inside, the piece holds a tension that may wait for
years and then shatter it on a shelf at {{clock}}, with nobody in the room. That is why everything that leaves the
furnace sleeps in a warm oven for {{duration}}. An apprentice once asked whether it could be hurried. The master
gave him a glass that had been hurried, told him to keep it on his bedside table, and never mentioned it again.
]]
