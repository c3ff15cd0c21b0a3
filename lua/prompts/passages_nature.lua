-- A valley with bees, rivers and forests, and the people who study them.

return [[
A honeybee colony makes decisions without anybody being in charge. When it needs a new home, a few hundred scouts search
the area and return to dance for the places they have found. The better the place, the longer a scout dances, and the
more others go to see for themselves. After a while most of the dancing is for one site, and when enough bees are
there at the same moment, the swarm sets off. The queen, who is carried along, has no opinion in the matter.

In the {{valley=surname}} valley, researchers have counted insects in the same {{number}} meadows since {{year}}.
The method has hardly changed: a white sheet, a lamp, a notebook and somebody who does not mind staying up until
{{clock}}. The numbers fell for a long time, then levelled out, and in the last {{small}} summers they have risen
by {{percent}} percent. The team is careful not to celebrate. One good decade, they say, looks exactly like the
beginning of a bad one.

Beavers returned to the upper river without being asked. A pair must have crossed the watershed one spring, and within
{{small}} years there were {{number}} dams. Farmers complained about wet fields, and engineers about culverts. Then came
a summer without rain. The streams below the dams kept flowing when all others had dried up, and at a meeting in the
village hall somebody proposed, not entirely as a joke, that the beavers be put on the payroll.

Trees in a forest share more than light and shade. Their roots are linked by threads of fungus, which trade minerals for
sugar and which can carry both from one tree to another. How much this matters is disputed. Some scientists see a
market, others a family, others merely a leak. What is not disputed is that seedlings in deep shade survive better
when they are connected, and that a felled trunk may be kept alive by its neighbours for {{duration}} or longer.

The swifts arrive in the first week of May and leave in the first week of August. In between they build a nest of
feathers caught on the wing and raise two or three young under the tiles of the town hall. A young swift that drops
from the nest may not touch anything solid again for {{small}} years. It eats, drinks and sleeps in the air. When
the town hall was renovated, the scaffolding was put up in sections so that no entrance was ever closed for more
than a day.

Salmon find the river of their birth by smell. A stream's scent is made of its stones, mosses and fallen leaves, and a
young fish learns it in a few days on its way to the sea. After a forest fire in {{year}}, the ash changed the water so
much that most of the returning fish swam past the mouth and spawned elsewhere. It took {{small}} generations until
the tributary was full again, and the biologists could follow it by the colour of rings in the scales.

Hedgerows were planted to keep cattle in, but they do a dozen other things by accident. They slow the wind, hold
the soil, shelter the enemies of pests and give hedgehogs a road that is not a road. An old rule says that the age
of a hedge in centuries is the number of woody species in thirty paces. {{name}} {{surname}}, who has tested the
rule on {{number}} hedges with known dates, reports that it is wrong about half of the time and that she keeps
using it anyway.

A peat bog grows by about a millimetre a year. It is in no hurry, since almost nothing in it decays: the water is
sour, cold and without oxygen. That is why bogs have given back wooden trackways, a cask of butter and a fiddle,
all thousands of years old. Draining one for fuel releases in {{small}} seasons what it took since {{era}} to
store. Blocking the ditches again costs little, and the first mosses return within {{duration}}.

The {{creature=animal}} was thought to have left the valley for good until a camera that was meant to catch
poachers took a picture of one at {{clock}}. It looked straight into the lens. Since then there have been
{{number}} further pictures, and from the pattern of scars it is clear that they show at least {{small}}
individuals. Where they spend the day is still unknown. The forester has a theory, but he will not tell it to
anybody who owns a telephone.

Lichens grow on gravestones at a rate so even that they can be used as clocks. The method was worked out by a priest who
had the advantage that his stones were dated. On a north wall, a patch as wide as a hand has been growing since about
{{year}}. Polluted air kills them, so the maps that show where lichens thrive are also maps of where it is good to
breathe. In {{city}} they have come back to the centre street by street, like a slow grey tide.

Every spring, on the first warm night of rain, thousands of toads cross the road by the mill. Volunteers with buckets
carry them over. They note the number, the sex and the direction, and they have become very good at guessing the
date: it has moved forward by {{number}} days since the counts began. A tunnel was built for the toads in {{year}}.
About {{percent}} percent use it. The others prefer, as far as anybody can tell, to be carried.

Floods are how a river rearranges its furniture. A meadow that was under water for {{duration}} is covered with
fine silt, willow twigs and seeds from far upstream, and by June it is green with plants that nobody sowed. When
the banks were straightened, that stopped, and the fields needed fertiliser for the first time. Now the lower dyke
has been moved back by {{number}} metres. The farmer who gave up the land was paid, and he says that the frogs are
louder than the money.
]]
