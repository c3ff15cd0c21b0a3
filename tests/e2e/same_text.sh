#!/bin/sh
# However oddly a service writes, cuts and sends its events, a journey has the text that was said,
# character by character, whether it takes the tokens as they come or the whole at the end.

. "$(dirname "$0")/lib/common.sh"

cat >"$dir/hear.lua" <<'END'
function journey(user)
  local parts, file = {}, assert(io.open(os.getenv "HEARD", "wb"))
  local reply = user:chat():ask("Tell me.", {
    max_tokens = 60,
    ignore_eos = true,
    on_token = function(text) parts[#parts + 1] = text end,
  })
  file:write(tostring(reply.ok), "\n", reply.text or "nothing", "\n", table.concat(parts), "\n")
  file:close()
end
END

hear() { # what a journey hears of a service with these options
    HEARD=$dir/heard
    export HEARD
    rm -f "$dir/heard"
    sim --text utf8 --gap 200us "$@"
    load -m m -c 1 -n 1 -s "$dir/hear.lua"
    stop
}
as_said() { cmp -s "$dir/said" "$dir/heard"; }

hear
cp "$dir/heard" "$dir/said"
ok "it is heard" grep -q '^true$' "$dir/said"
ok "twice the same" perl -e 'my ($ok, $text, $again) = split /\n/, join("", <>); exit !(length $text > 200 && $text eq $again)' "$dir/said"
ok "hardly any of it is ASCII" perl -ne '$n += () = /[\x80-\xff]/g; END { exit !($n > 300) }' "$dir/said"
for habit in crlf cr bom no_space multiline fields no_newline split 'split(40)' utf8 drip 'dribble(3)' 'bunch(7)' \
    comments pings heartbeats empty_deltas prologue huge no_done after_done usage_every slow_header late_header \
    continue http10 no_length trailers 'wrong_type(application/json)' 'stall(20ms)' \
    utf8,cr,multiline,bom drip,crlf,multiline,fields http10,utf8,no_newline; do
    hear --fault "$habit"
    ok "$habit" as_said
done

finish
