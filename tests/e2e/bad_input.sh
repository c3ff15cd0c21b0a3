#!/bin/sh
# Whoever types nonsense gets one clear sentence and an exit status that tells what sort of
# nonsense it was. tests/golden/bad_input.txt holds all of it, as a transcript:
#
#   $ stoke -c 0 $URL          a command; its files are made below
#   exit 2
#   stoke: --connections: ...  what it says on stderr, with nothing on stdout
#
# A new case is a new line that begins with "$ " there, and UPDATE_GOLDEN=1 fills in the rest:
# read it then.

. "$(dirname "$0")/lib/common.sh"
golden=$here/../golden/bad_input.txt
[ -z "$UPDATE_GOLDEN" ] || : >"$dir/golden"

sim
URL=$url
serve say 'SSH-2.0-OpenSSH_9.2'
NOT_HTTP=$url
sim --api-key the-right-one
LOCKED=$url
sim --tls-cert "$dir/good.pem"
SECURE=$url
PLAIN_OF_SECURE=http${SECURE#https}
SECURE_OF_PLAIN=https${URL#http}
cd "$dir" || exit 1
mkdir folder
printf '{"prompt": one}\n{"prompt": two}\n' >bad.jsonl
printf '{"prompt":"two"\n' >cut.jsonl
printf '[{"prompt":2}]' >number.json
: >empty.txt
: >empty.key
echo 'function journey(user' >syntax.lua
echo 'x = 1' >no_journey.lua
printf 'options = {\n  max_tokns = 5,\n}\nfunction journey(user) end\n' >misspelt.lua
printf 'options = { connections = 0 }\nfunction journey(user) end\n' >no_users.lua
printf 'options = 5\nfunction journey(user) end\n' >number.lua
printf 'request = function() return wrk.format() end\n' >wrk.lua
printf 'done = function() end\n' >done.lua
printf 'options = { prompt = "Why?", prompts = "a.txt" }\nfunction journey(user) end\n' >rivals.lua
printf 'error("on purpose")\n' >raises.lua
printf 'Why?\n' >ok.txt
printf '{"turns":[{"text":"Why?"}]}\n' >turns.jsonl
echo "what is it" >a.txt
printf 'prompt,output_tokens\nhello,5\n' >untimed.csv
printf '{"timestamp": 0, "output_length": 5}\n' >no_lengths.jsonl
printf '{"timestamp": 0, "input_length": 9, "output_length": 5, "hash_ids": [1]}\n' >trace.jsonl
printf 'options = { stages = { { users = 5, last = "1m" } } }\nfunction journey(user) end\n' >stages.lua
printf 'options = { stages = { { users = 5, rate = 5, lasts = "1m" } } }\nfunction journey(user) end\n' >both_units.lua
printf 'options = { stages = { { users = 5, lasts = "0s" } } }\nfunction journey(user) end\n' >no_time.lua
printf 'options = { profile = "ramp", stages = { { users = 5, lasts = "1m" } } }\nfunction journey(user) end\n' >profile.lua
EMPTY=
WRONG=the-wrong-one
export EMPTY WRONG

# What the tool says to a line of shell, as the transcript has it.
transcript() {
    echo "$ $1"
    eval "timeout 20 \"\$STOKE\" ${1#stoke}" >out 2>err
    echo "exit $?"
    sed "s|$URL|\$URL|g; s|$NOT_HTTP|\$NOT_HTTP|g; s|$LOCKED|\$LOCKED|g
        s|$SECURE|\$SECURE|g; s|$PLAIN_OF_SECURE|\$PLAIN_OF_SECURE|g; s|$SECURE_OF_PLAIN|\$SECURE_OF_PLAIN|g" err
    sed 's/^/stdout: /' out | head -3
}

expected() { awk -v command="$ $1" '$0 == command { on = 1; print; next } /^\$ / { on = 0 } on && NF' "$golden"; }
same() {
    expected "$1" >want
    transcript "$1" >said
    [ -z "$UPDATE_GOLDEN" ] || { cat said && echo; } >>"$dir/golden"
    cmp -s want said || { diff want said >why; false; }
}

sed -n 's/^\$ //p' "$golden" >commands
while IFS= read -r command <&3; do
    ok "$command" same "$command"
done 3<commands
[ -z "$UPDATE_GOLDEN" ] || cat "$dir/golden" >"$golden"

ok "all of them are single sentences" sh -c '
    awk "/^\\$ / { n = 0; next } /^exit / || !NF { next } ++n > 1 || !/^stoke( sim| data)?: / { print; bad = 1 } END { exit bad }" "$1"' - "$golden"

run "$STOKE" http://nosuch.invalid:8000
ok "a host that does not exist: 111" [ $status -eq 111 ]
ok "a host that does not exist" says '^stoke: cannot find the host "nosuch.invalid": .'
run sh -c 'ulimit -n 60 && exec "$@"' - "$STOKE" -t 1 -c 100 "$URL"
ok "more users than open files: 2" [ $status -eq 2 ]
ok "more users than open files: what to do" says '^stoke: 100 users need 148 open files, .* 60: raise "ulimit -n"$'

run "$STOKE" --json left.json http://127.0.0.1:1
ok "--json leaves no empty file behind" [ ! -e left.json ]
echo '{}' >mine.json && run "$STOKE" --json mine.json http://127.0.0.1:1
ok "nor does it touch the one that was there" [ "$(cat mine.json)" = '{}' ]
: >empty.json && run "$STOKE" --json empty.json http://127.0.0.1:1
ok "be it empty" [ -e empty.json ]
if [ "$(id -u)" -ne 0 ]; then
    echo sk-hidden-1234 >hidden.key && chmod 0 hidden.key
    run "$STOKE" -m m --api-key-file hidden.key "$URL"
    ok "a key that may not be read" says '^stoke: cannot read the API key from "hidden.key": Permission denied$'
else
    echo "# permissions do not bind root: that a key may not be read is not tried"
fi
if command -v openssl >/dev/null; then
    openssl ecparam -name prime256v1 -genkey -noout -out other.key
    openssl ec -in other.key -aes128 -passout pass:x -out locked.key 2>locked.err
    run "$STOKE" --cert good.pem --key other.key "$SECURE"
    ok "the key of another certificate: 2" [ $status -eq 2 ]
    ok "and whose" says '^stoke: the key in "other.key" is not that of the certificate in "good.pem"$'
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
    run "$STOKE" --cert good.pem --key rsa.key "$SECURE"
    ok "a key of another sort" says '^stoke: the key in "rsa.key" is not that of the certificate in "good.pem"$'
    run "$STOKE" --cert good.pem --key locked.key "$SECURE"
    ok "a key with a passphrase: nobody is asked" says '^stoke: --key: there is no key in PEM without a passphrase in "locked.key"$'
else
    echo "# no openssl command: there are no keys to be tried"
fi

# Where there was something to try, there is a report as well as the sentence.
url=$NOT_HTTP
load -c 2 -n 10 -m m
ok "not HTTP, in a run: nothing was measured" [ $status -eq 111 ]
ok "not HTTP, in a run: the sentence" says '^stoke: nothing was measured: '
ok "not HTTP, in a run: malformed" holds 'faults() eq "malformed:10" && n("failed") == 10'
ok "and what was said" says ' (malformed: 10): the reply is no HTTP$'
url=$PLAIN_OF_SECURE
load -c 2 -n 4
ok "TLS taken for HTTP: 111, and what to do" both says ': the service speaks TLS there: try https:// in place of http://$' [ $status -eq 111 ]
url=$URL
load -c 2 -n 4 -m m --http2
ok "HTTP/1.1 taken for HTTP/2: 111, and what to do" both says ': the service answers HTTP/1.1 there: leave --http2 out$' [ $status -eq 111 ]
sim --tls --ttft 5s
load -k --http2 -c 2 -n 4 -m m --timeout 300ms
ok "a slow service is no reason to leave --http2 out" both says ' (timeout: 4)' sh -c '! grep -q "leave --http2" err'
url=$LOCKED
load -c 2 -n 4 -m m --api-key-env WRONG
ok "a wrong key, in a run: 111, and the service's words" both says ' (status: 4): {.*AuthenticationError' [ $status -eq 111 ]
ok "but for the key" sh -c '! grep -q the-wrong-one err out'
url=$URL
printf 'function journey(user)\n  user:nosuch()\nend\n' >breaks.lua
load -s breaks.lua -d 5s
ok "a script that fails everywhere: 107, long before the end" [ $status -eq 107 ]
ok "and the report shows where" grep -q 'breaks.lua:2:' out
ok "and it is a fault named script" holds '$s->{faults}{script}{count} >= 100'
printf 'local n = 0\nfunction journey(user)\n  n = n + 1\n  local odd = n %% 2 == 1\n  user:chat():ask "x"\n  if odd then user:nosuch() end\nend\n' >half.lua
load -s half.lua -n 20 -c 2
ok "a script that fails sometimes: 0" [ $status -eq 0 ]
ok "and the others count" holds 'n("ok") == 20 && $s->{faults}{script}{count} == 10'

finish
