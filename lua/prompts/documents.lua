-- Papers of an office, made up afresh each time: invoices, mails, logs, tables. What is made is
-- a function(random, fill); what can be listed is a list.

local slots = {}

local function cents(n)
  return ("%d.%02d"):format(math.floor(n / 100), n % 100)
end

local function month(random)
  return ("%04d-%02d"):format(random:between(2016, 2031), random:between(1, 12))
end

local function date(random)
  return ("%s-%02d"):format(month(random), random:between(1, 28))
end

-- The lines that make(i) makes, as one text.
local function lines(count, make)
  local out = {}
  for i = 1, count do out[i] = make(i) end
  return table.concat(out, "\n")
end

function slots.invoice(random, fill)
  local sum = 0
  local items = lines(random:between(2, 9), function(i)
    local quantity, each = random:between(1, 24), random:between(150, 48000)
    sum = sum + quantity * each
    return ("%2d. %-42s %3d x %8s %11s"):format(i, fill "{{product}}, {{material}}", quantity, cents(each),
      cents(quantity * each))
  end)
  local vat = random:pick { 7, 10, 19, 20, 21, 25 }
  local tax = math.floor(sum * vat / 100 + 0.5)
  return table.concat({
    fill "{{company}}\n{{number}} {{street}}, {{city}}",
    "",
    ("INVOICE %s        date %s"):format(fill "{{ticket}}", date(random)),
    fill "To: {{name}} {{surname}}, {{number}} {{street}}, {{city}}",
    fill "Your order of {{weekday}}, taken by {{name}} in {{department}}",
    "",
    items,
    "",
    ("%-58s %11s"):format("Net", cents(sum)),
    ("%-58s %11s"):format(("VAT %d %%"):format(vat), cents(tax)),
    ("%-58s %11s"):format("To pay", cents(sum + tax)),
    "",
    fill "Please pay within {{number}} days.",
  }, "\n")
end

slots.opening = {
  "thank you for your message of {{weekday}}.",
  "I hope this finds you well, in spite of {{weather}}.",
  "as discussed with {{name}} from {{department}}, a short summary.",
  "it was good to meet you in {{city}}.",
  "sorry for the late reply, I was in {{city}} until {{weekday}}.",
  "this is about ticket {{ticket}}, once more.",
}

slots.matter = {
  "The {{small}} {{product}}s for {{city}} will arrive on {{weekday}} at {{clock}}, not on {{weekday}} as planned. "
    .. "The carrier is {{company}} and the reference is {{ticket}}.",
  "Could you let me know by {{weekday}} whether {{price}} euros for the {{product}} include the delivery to "
    .. "{{number}} {{street}}?",
  "We agreed to meet at {{clock}} in {{street}}. {{name}} {{surname}} from {{department}} will join us, "
    .. "{{name}} will not.",
  "The budget for {{month}} is {{number}} thousand, of which {{percent}} percent are spent. {{name}} has "
    .. "the details and is on holiday from {{weekday}}.",
  "Please order {{small}} more {{product}}s, this time in {{material}}. The last ones cost {{price}} each and two "
    .. "of them were damaged.",
  "I have attached the plan. It replaces the one of {{month}}, in which {{company}} was still responsible for "
    .. "the {{product}}.",
  "My new number is 0{{number}} {{number}} {{port}}. The old one will work for {{duration}}.",
  "We have had this from a customer: \"{{complaint}}\" What shall we answer?",
  "{{complaint}}",
  "By the way: {{review}}",
}

slots.closing = {
  "Best regards", "Kind regards", "Many thanks", "Until {{weekday}}", "Yours sincerely", "All the best from {{city}}",
  "Cheers", "With best wishes",
}

local function person(fill)
  return { first = fill "{{name}}", last = fill "{{surname}}", work = fill "{{job}}, {{company}}" }
end

local function mail(random, fill, from, to, sent)
  local paragraphs = { fill "{{opening}}" }
  for i = 1, random:between(2, 4) do paragraphs[i + 1] = fill "{{matter}}" end
  return table.concat({
    ("From: %s %s (%s)"):format(from.first, from.last, from.work),
    ("To: %s %s"):format(to.first, to.last),
    ("Date: %s %s"):format(sent, fill "{{clock}}"),
    fill "Subject: {{about=product}} for {{where=city}}, {{reference=ticket}}",
    "",
    ("Dear %s,"):format(to.first),
    "",
    table.concat(paragraphs, "\n\n"),
    "",
    fill "{{closing}}",
    from.first,
  }, "\n")
end

function slots.mail(random, fill)
  return mail(random, fill, person(fill), person(fill), date(random))
end

-- Two people writing to each other, the latest mail first, as it piles up.
function slots.thread(random, fill)
  local mails, from, to = {}, person(fill), person(fill)
  local when, day = month(random), random:between(18, 28)
  for i = 1, random:between(2, 4) do
    mails[i] = mail(random, fill, from, to, ("%s-%02d"):format(when, day))
    from, to, day = to, from, day - random:between(1, 5)
  end
  return table.concat(mails, "\n\n-------- earlier message --------\n\n")
end

slots.entry = {
  "INFO  {{service}}: listening on port {{port}}",
  "INFO  {{service}}: {{number}} {{record}}s loaded in {{number}} ms",
  "DEBUG {{service}}: cache hit ratio {{percent}} %",
  "WARN  {{service}}: {{service}} answered after {{small}}{{number}} ms, limit is {{number}} ms",
  "WARN  {{service}}: retry {{small}} of 9 for {{ticket}}",
  "ERROR {{service}}: {{record}} {{number}} has no {{field}}",
  "ERROR {{service}}: connection to {{service}}:{{port}} refused",
  "ERROR {{service}}: {{func}} failed after {{small}}.{{number}} s: expected {{field}}, got null",
  "INFO  {{service}}: user {{name}} signed in from {{city}}",
  "INFO  {{service}}: job {{ticket}} done, {{number}} rows",
  "WARN  {{service}}: disk {{percent}} % full",
  "DEBUG {{service}}: {{func}} took {{number}} us",
}

function slots.log(random, fill)
  local day, at = date(random), random:between(0, 80000)
  return lines(random:between(6, 26), function()
    at = at + random:between(0, 150)
    return ("%sT%02d:%02d:%02d.%03dZ %s"):format(day, math.floor(at / 3600) % 24, math.floor(at / 60) % 60, at % 60,
      random:between(0, 999), fill "{{entry}}")
  end)
end

function slots.csv(random, fill)
  local id = random:between(1000, 90000)
  return "id,date,customer,city,product,quantity,price\n" .. lines(random:between(5, 22), function()
    id = id + random:between(1, 40)
    return ("%d,%s,%s,%d,%s"):format(id, date(random), fill "{{name}} {{surname}},{{city}},{{product}}",
      random:between(1, 12), cents(random:between(199, 99000)))
  end)
end

function slots.receipt(random, fill)
  local sum = 0
  local items = lines(random:between(2, 8), function()
    local price = random:between(60, 2400)
    sum = sum + price
    return ("%-26s %7s"):format(fill(random:pick { "{{ingredient}}", "{{dish}}", "{{ingredient}}" }), cents(price))
  end)
  local given = sum + random:between(0, 2000)
  return table.concat({
    fill "{{company}}   {{street}}, {{city}}", date(random) .. fill "  {{clock}}  till {{small}}", items,
    ("%-26s %7s"):format("TOTAL", cents(sum)), ("%-26s %7s"):format("CASH", cents(given)),
    ("%-26s %7s"):format("CHANGE", cents(given - sum)),
  }, "\n")
end

slots.remark = {
  "I think we should talk about the {{product}} first.",
  "{{sentence}} Sorry, wrong window.",
  "That costs {{price}} a piece, and we need {{number}} of them.",
  "By when? I can promise {{weekday}}, but not before {{clock}}.",
  "Then let us write down: {{name}} asks {{company}} for an offer by {{weekday}}.",
  "I do not agree. In {{month}} we lost {{percent}} percent because of exactly that.",
  "Could somebody from {{department}} look into it? I cannot before {{weekday}}.",
  "Fine. I will take care of the {{material}}, you talk to {{surname}}.",
  "Sorry, I was on mute. What I said was: {{small}} is not enough, {{number}} would be.",
  "Decision: we stay with {{company}} until {{month}}. Everybody happy?",
  "Not happy, but I can live with it.",
  "Does it matter that {{country}} has a public holiday then?",
  "Who is going to tell {{department}}?",
  "I have seen the numbers for {{city}}. They are better than we feared, about {{percent}} percent.",
  "Can we come back to {{ticket}}? It has been open for {{number}} days.",
  "A customer wrote this: {{review}}",
  "No. We tried that in {{year}}, and it took {{duration}} to clean up.",
  "Let me share my screen. Can you see the {{product}}?",
  "I need {{number}} more hours for that, or one more {{job}}.",
  "Then it is decided: {{weekday}}, {{clock}}, {{street}}. I will send an invitation.",
  "We are running out of time. One sentence from everybody, please.",
  "My sentence: {{material}}, not {{material}}.",
}

function slots.transcript(random, fill)
  local people = { fill "{{name}}", fill "{{name}}", fill "{{name}}" }
  local at = random:between(0, 600)
  return lines(random:between(8, 20), function()
    at = at + random:between(4, 50)
    return ("[%02d:%02d] %s: %s"):format(math.floor(at / 60), at % 60, random:pick(people), fill "{{remark}}")
  end)
end

slots.occasion = {
  "{{weekday}} {{clock}}: {{skill}} with {{name}}, {{street}}, {{small}} places left",
  "{{weekday}} from {{clock}}, {{name}} {{surname}} speaks about {{concept}} ({{language}}, {{price}} euros)",
  "{{clock}} on {{weekday}} - concert for {{instrument}} and {{instrument}}, {{place}}",
  "every {{weekday}}, {{clock}}: {{dish}} for everybody, bring {{ingredient}}",
}

function slots.schedule(random, fill)
  return lines(random:between(4, 12), function() return fill "{{occasion}}" end)
end

return slots
