-- What the slots of the templates are filled with.

local list = require "stoke.prompts.list"
local documents = require "stoke.prompts.documents"
local passages = require "stoke.prompts.passages"

local items, paragraphs, blocks = list.items, list.paragraphs, list.blocks

local slots = {
  -- People and places
  name = items [[Amara; Bjarne; Chiara; Dmitri; Elif; Farid; Greta; Hana; Ismael; Jolanta; Kofi; Leonie; Mateo; Nadia;
    Oskar; Priya; Quentin; Rosa; Sana; Tomas; Ulla; Viktor; Wanjiru; Ximena; Yusuf; Zofia; Ines; Pavel; Lucia; Henrik]],
  surname = items [[Abernathy; Brandt; Castellano; Delacroix; Eriksen; Fontaine; Grabowski; Haddad; Ivanova; Jansen;
    Kimura; Lindqvist; Moreau; Nakamura; Okafor; Pereira; Quist; Romero; Santoro; Tanaka; Umarov; Vermeer; Weiss;
    Yilmaz]],
  city = items [[Lisbon; Nairobi; Osaka; Montevideo; Ghent; Tallinn; Valparaiso; Thessaloniki; Bergen; Adelaide; Krakow;
    Medellin; Porto; Tbilisi; Halifax; Bologna; Galway; Ljubljana; Penang; Dakar; Leipzig; Cusco; Trieste; Aarhus]],
  country = items [[Portugal; Kenya; Japan; Uruguay; Belgium; Estonia; Chile; Greece; Norway; Australia; Poland;
    Colombia; Georgia; Canada; Italy; Ireland; Slovenia; Malaysia; Senegal; Germany; Peru; Denmark; Mongolia; Morocco]],
  street = items [[Mill Lane; Harbour Street; Station Road; Orchard Row; Weaver's Yard; Cathedral Square; Long Quay;
    Chestnut Avenue; Ferry Steps; Brewer's Hill; Old Canal Road; Swallow Court; Kiln Street; Linden Way]],
  job = items [[baker; bus driver; ceramicist; nurse; bridge engineer; beekeeper; schoolteacher; piano tuner; tax
    adviser; fisherman; carpenter; librarian; watchmaker; air traffic controller; translator; gardener; locksmith;
    paramedic; sound engineer; glassblower; cheese maker; lighthouse keeper; dentist; geologist]],
  relative = items [[grandmother; younger brother; aunt; neighbour; former teacher; twin sister; godfather; best friend;
    landlady; colleague; cousin; mentor]],
  audience = items [[a curious ten-year-old; a busy executive; a first-year student; my grandparents; a new colleague;
    someone who has never used a computer; a room of sceptical engineers; a journalist on a deadline; a visitor from
    abroad; a secondary school class; a small-town council; a friend over dinner; a jury; a retired sailor;
    an apprentice on the first day]],

  -- Things
  animal = items [[otter; heron; hedgehog; octopus; magpie; tortoise; lynx; bat; donkey; salmon; crow; badger; seahorse;
    goat; moth; whale; swift; hare; beaver; gecko; old cat; three-legged dog]],
  plant = items [[tomatoes; rosemary; lemon trees; sweet peas; avocados; bonsai maples; garlic; sunflowers; ferns;
    wild strawberries; basil; fig trees; chillies; orchids; kale]],
  dish = items [[risotto; ramen; shakshuka; pierogi; moussaka; gumbo; feijoada; bibimbap; paella; lentil soup; goulash;
    pad thai; onion tart; jollof rice; ceviche; dal; ratatouille; sourdough pizza]],
  ingredient = items [[chickpeas; leeks; smoked paprika; stale bread; miso; tinned sardines; red cabbage; eggs; coconut
    milk; mushrooms; walnuts; buckwheat; preserved lemon; spinach; feta; sweet potatoes; apples; brown lentils;
    ginger]],
  object = items [[brass compass; pocket watch; red umbrella; broken violin; library card; suitcase without a key;
    teapot; torn map; typewriter; blue bicycle; jar of buttons; music box; glass marble; postcard; wool coat; radio;
    paper lantern; chess piece; rusty bell; photograph of a ship]],
  material = items [[oak; copper; linen; recycled glass; bamboo; clay; aluminium; wool; cork; slate; leather; concrete;
    birch plywood; stainless steel; felt]],
  product = items [[desk lamp; espresso machine; rain jacket; electric bicycle; standing desk; water filter; backpack;
    noise-cancelling headset; sewing machine; camping stove; bookshelf; wall clock; kettle; solar charger; hand blender;
    office chair; keyboard; garden hose; tent; air purifier]],
  vehicle = items [[night train; cargo bike; ferry; camper van; tram; sailing boat; old tractor; cable car; rowing boat;
    school bus; motor scooter; steam locomotive]],
  instrument = items [[cello; accordion; trumpet; oud; banjo; clarinet; harpsichord; kalimba; double bass; piano; harp;
    tin whistle; drum kit; ukulele]],
  company = items [[Northwind Tools; Papillon Travel; Lighthouse Insurance; Cedar & Finch; Bluewater Logistics;
    Harrow Mill Bakery; Ostrava Optics; Meridian Energy; Quarry Books; Tern Airlines; Willow Health; Granite
    Telecom; Fenwick Furniture; Sable Coffee Roasters; Juniper Software; Atlas Freight]],
  department = items [[accounts; customer service; logistics; human resources; the workshop; research; purchasing;
    legal; quality control; marketing; the night shift; facilities]],

  -- Ideas
  concept = items [[photosynthesis; inflation; the doppler effect; recursion; plate tectonics; compound interest;
    natural selection; public-key encryption; herd immunity; supply and demand; the water cycle; entropy;
    statistical significance; fermentation; opportunity cost; the greenhouse effect; radioactive decay; the tides;
    neural networks; latent heat; cognitive dissonance; crop rotation; resonance; the placebo effect; time zones;
    the stock market; antibodies; erosion; the rule of law; caching; musical harmony; black holes; vaccination;
    insurance; perspective in painting; magnetism; the carbon cycle; game theory; jet lag; load balancing]],
  question_of_life = items [[why people procrastinate; how habits form; why some jokes stop being funny; how trust is
    rebuilt; what makes a neighbourhood feel safe; why we remember songs better than speeches; how to apologise well;
    why queues feel longer than they are; what makes a good question; how children learn to lie; why silence can be
    uncomfortable; how to disagree with a friend; what separates a hobby from a job; how to choose between two good
    options; why small talk matters; how to say no politely]],
  skill = items [[baking bread; touch typing; swimming; public speaking; chess; reading sheet music; sketching
    portraits; car maintenance; speed reading; negotiating; juggling; sewing; knife sharpening; birdwatching; map
    reading; conversational Italian; first aid; growing vegetables; bookkeeping; bicycle repair]],
  goal = items [[run ten kilometres; save for a house; sleep better; write a novel; learn to cook; use my phone less;
    change careers; keep a small flat tidy; grow my own vegetables; prepare for an exam; plan a wedding on a budget;
    train a puppy; lose my fear of flying; learn the {{instrument}}; host a dinner for {{small}} people]],
  constraint = items [[I only have {{small}} hours a week; my budget is {{price}} euros; I live in a small flat; I
    have a bad knee; I work night shifts; I share a kitchen with {{small}} people; I have two small children; I
    travel every second week; I give up easily; I have never done it before; it has to be quiet; I have until
    {{month}}]],
  era = items [[the Bronze Age; ancient Rome; the Silk Road's great days; the Hanseatic League; the Renaissance;
    the age of sail; the first railways; the 1920s; the years after the war; the early days of radio; the space
    race; the first home computers; medieval monasteries; the Ottoman court; Edo-period Japan]],
  topic = items [[remote work; school uniforms; car-free city centres; tipping in restaurants; zoos; daylight
    saving time; homework; nuclear power; four-day weeks; electric scooters; free museums; tourist taxes; paper
    books; self-checkout tills; open-plan offices; voting at sixteen; tall buildings; fast fashion; pets in
    offices; night trains]],
  genre = items [[detective story; fairy tale; ghost story; science-fiction story; sea story; comedy; fable; love
    letter; western; diary; radio play; campfire story; bedtime story; satire; legend]],
  place = items [[an abandoned railway station; a lighthouse in winter; a bakery at four in the morning; the last
    cinema in town; a research ship; an allotment behind the gasworks; a mountain hut; the reading room of an old
    library; a night market; an island with one telephone; a laundrette; a theatre during a power cut; a border
    village; a greenhouse on Mars; the bottom of a drained canal]],
  feeling = items [[quiet joy; homesickness; stubborn hope; embarrassment; relief; envy; curiosity; dread; gratitude;
    boredom; pride; suspicion; tenderness; impatience]],
  obstacle = items [[a storm that does not end; a missing key; a promise made long ago; a bridge that is closed; a
    letter that arrives too late; an inspector who asks too many questions; a debt; a language nobody speaks; a stubborn
    {{animal}}; the wrong suitcase; a power cut; a rumour; a clock that runs backwards; a very polite thief]],

  -- Numbers and times
  small = function(random) return ("%d"):format(random:between(2, 9)) end,
  number = function(random) return ("%d"):format(random:between(11, 480)) end,
  percent = function(random) return ("%d"):format(random:between(3, 87)) end,
  price = function(random) return ("%d.%02d"):format(random:between(4, 950), random:between(0, 99)) end,
  year = function(random) return ("%d"):format(random:between(1791, 2019)) end,
  clock = function(random) return ("%02d:%02d"):format(random:between(0, 23), random:between(0, 59)) end,
  port = function(random) return ("%d"):format(random:between(1024, 49151)) end,
  month = items "January; February; March; April; May; June; July; August; September; October; November; December",
  weekday = items "Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday",
  season = items "early spring; high summer; late autumn; the depth of winter; the rainy season; harvest time",
  weather = items [[fog; a week of rain; the first snow; a dry wind; heat that will not lift; drizzle; hail; a
    clear cold morning; thunder far away; low grey cloud]],
  duration = items "ten minutes; half an hour; an afternoon; a weekend; two weeks; a month; a year; an entire season",

  -- How to answer
  tone = items [[plain; friendly; formal; dry and witty; encouraging; matter-of-fact; warm; brisk; poetic; sceptical;
    patient; diplomatic]],
  limit = items [[in one paragraph; in three sentences; in at most 100 words; in about 200 words; in a single
    sentence; as briefly as you can; in five bullet points; in two short paragraphs; without any jargon; with one
    everyday example; step by step; with a small table]],
  shape = items [[a numbered list; a table with three columns; a short essay; a dialogue between two people; an email; a
    checklist; bullet points; a letter; a FAQ with {{small}} entries; a poster text]],
  language = items [[French; German; Spanish; Italian; Portuguese; Dutch; Polish; Swedish; Japanese; Mandarin Chinese;
    Turkish; Greek; Korean; Arabic; Hindi; Swahili; Finnish; Czech]],
  polite = { "", "", "", "", "Please: ", "Hi! ", "Hello, ", "Quick question. ", "Could you help me? ",
    "I would be grateful for your help. " },

  -- Sentences to work on, and the material of code and documents
  sentence = paragraphs [[
    The {{vehicle}} was late again, and {{name}} had already eaten both sandwiches.

    We regret to inform you that the {{product}} you ordered will not arrive before {{weekday}}.

    Nobody in {{city}} could remember a {{month}} with so much rain.

    If you hear the bell twice, leave the building by the stairs and wait in {{street}}.

    My {{relative}} always said that a good {{job}} listens more than they speak.

    Between {{clock}} and {{clock}} the office is closed, but you can leave a message for {{department}}.

    She put the {{object}} on the table, looked at it for a while, and decided to keep the secret.

    The museum is free on the first {{weekday}} of the month; otherwise a ticket costs {{price}} euros.

    To make {{dish}} for {{small}} people you need patience, {{ingredient}} and a heavy pot.

    Our {{department}} has grown by {{percent}} percent since {{month}}, and we have run out of chairs.

    The {{animal}} came back every evening, stayed for ten minutes, and never touched the food.

    After {{weather}}, the road to {{city}} was closed for {{duration}}.

    Do not switch off the {{product}} while the light is blinking, even if it seems to do nothing.

    He learned the {{instrument}} late in life and played it badly, every day, with great pleasure.
  ]],
  review = paragraphs [[
    The {{product}} does what it says, but it took {{small}} attempts to get the {{material}} cover off.

    I have had this {{product}} since {{month}} and I would buy it again tomorrow. My {{relative}} wants one too.

    Arrived late, wrong colour, and {{company}} has not answered any of my {{small}} messages. Never again.

    For {{price}} euros you cannot expect miracles. It is fine for a weekend, not for every day.

    Sturdy, quiet, handsome. The manual is a disaster, but {{name}} from {{department}} explained it in five minutes.

    The first one broke after {{duration}}. The replacement came at once, so I am torn about the stars.

    Everything about it is average, except the smell, which is remarkable and has not gone away.

    We bought {{small}} of them for the office in {{city}} and so far only one has needed a repair.

    Beautiful {{material}}, clever hinges, and a zip that gave up on the second day. What a pity.

    I did not need a {{product}}. I use it all the time. I cannot explain this.

    Support kept me waiting for {{number}} minutes and then told me to switch it off and on. It worked, which
    annoyed me.

    It is heavier than the picture suggests, and louder, and I love it more than is reasonable.
  ]],
  complaint = paragraphs [[
    My order of a {{product}} was promised for {{weekday}} and it has now been {{number}} days. The tracking page has
    said "being prepared" the whole time. I would like either a firm date or my {{price}} euros back.

    Since the update in {{month}} the {{product}} switches itself on at {{clock}}. I have reset it {{small}} times. My
    neighbours have begun to ask questions.

    I was charged {{price}} euros twice for the same invoice. {{name}} in {{department}} confirmed it by telephone, but
    the money has not come back and nobody calls me any more.

    The part made of {{material}} was cracked when I opened the box. I attach a photograph. I need a spare part, not a
    voucher, because the guests arrive on {{weekday}}.

    Your website will not let me change my address. It asks for a house number and then says that a house number is not
    allowed. I now live at {{number}} {{street}} in {{city}}, in case a person reads this.

    I wrote to {{department}} on the third, on the ninth and on the seventeenth. Each time I received the same cheerful
    answer, which was not about my question. Can somebody look at ticket {{ticket}}?

    The engineer who came on {{weekday}} was friendly and competent. However, he left with my {{object}}, presumably by
    mistake, and I would like to have it back.

    I ordered {{small}} and received one. The delivery note says {{small}} as well, so somewhere between {{city}} and my
    door the rest must have found a better home.
  ]],
  ticket = function(random)
    return ("%s-%05d"):format(random:pick { "AC", "QX", "TR", "MB", "HL" }, random:between(1, 99999))
  end,
  coding_language = items "Python; Go; Rust; TypeScript; Java; C; Kotlin; Ruby; C++; Lua; C#; Elixir; Swift; Bash",
  algorithm = items [[binary search; a topological sort; run-length encoding; a bloom filter; the edit distance of two
    strings; a sliding-window rate limiter; Dijkstra's shortest path; a trie with prefix search; reservoir sampling;
    merge sort on a linked list; an LRU cache; consistent hashing; a priority queue; a ring buffer; a token bucket;
    quickselect; union-find; an interval merge; a CSV parser that understands quotes; a Sudoku solver; matrix
    multiplication; a text wrapper for {{number}} columns; exponential backoff with jitter; an expression evaluator]],
  requirement = items [[it must not allocate in the hot path; it has to be safe to call from several threads; the
    input may not fit into memory; the standard library is all there is; errors must say which line was wrong; it
    should be readable by a beginner; give its complexity; write {{small}} unit tests as well; explain the
    trade-offs you made; handle empty input; no recursion, please; keep it under {{number}} lines; use no floating
    point; it must be deterministic]],
  record = items [[order; invoice; sensor reading; appointment; library loan; parcel; flight; subscription; recipe;
    support ticket; chess game; bank transfer; bicycle hire; concert ticket; exam result]],
  entity = items [[order; invoice; reading; appointment; loan; parcel; flight; subscription; recipe; ticket; game;
    transfer; rental; result]],
  field = items [[id; created_at; price_cents; country; status; email; quantity; weight_grams; parent_id; updated_by;
    due_date; priority; currency; comment; discount; seat; rating]],
  func = items [[load_config; merge_ranges; parse_header; next_batch; normalise; find_user; average; retry; flatten;
    read_chunk; schedule; top_words; backoff; deduplicate; to_minutes]],
  service = items [[checkout; search; inventory; mailer; billing; gateway; auth; thumbnails; scheduler;
    recommender; ledger; notifications]],
  symptom = items [[returns the wrong result for an empty list; is slow with {{number}} thousand items; fails only on
    {{weekday}}s; loses the last element; hangs now and then; works on my machine and not on the server; leaks memory;
    gives a different answer each time; crashes when two people use it at once; rounds {{price}} in a strange way]],

  -- Made, not listed
  passage_short = function(random, fill, used) return passages.draw(random, fill, used, 100, 170) end,
  passage = function(random, fill, used) return passages.draw(random, fill, used, 150, 420) end,
  passage_long = function(random, fill, used) return passages.draw(random, fill, used, 400, 800) end,
}

slots.snippet = blocks(require "stoke.prompts.snippets")
for _, more in ipairs { documents, require "stoke.prompts.languages_words" } do
  for name, fillers in pairs(more) do slots[name] = fillers end
end

return slots
