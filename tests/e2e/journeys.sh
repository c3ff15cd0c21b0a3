#!/bin/sh
# Every journey of tests/e2e/journeys checks what its user gets from the service, by user:check.
set -eu
stoke=${STOKE:-build/stoke}
dir=$(mktemp -d)
sim=
trap 'kill $sim 2>/dev/null || :; rm -rf "$dir"' EXIT INT TERM

"$stoke" sim --port 0 --ttft 5ms --gap 5ms --tokens 20 --quit-after 120s >"$dir/url" 2>/dev/null &
sim=$!
while [ ! -s "$dir/url" ]; do sleep 0.05; done

# Checks that hold, or not, are counted in the summary as "name":{"passed":n,"failed":n}.
n=0
for script in tests/e2e/journeys/*.lua; do
    n=$((n + 1))
    "$stoke" -q -s "$script" -c 2 -n 6 -t 2 -m sim $(sed -n 's/^-- options: //p' "$script") --json - \
        "$(cat "$dir/url")" 2>"$dir/err" | sed 's/"tool fails on purpose":{[^}]*}/"":{}/' >"$dir/out"
    if grep -q '"passed":6' "$dir/out" && ! grep -Eq '"passed":[0-9]+,"failed":[1-9]' "$dir/out" &&
        grep -q '"done":6' "$dir/out"; then
        echo "ok $n - $(basename "$script")"
    else
        echo "not ok $n - $(basename "$script")"
        sed 's/^/# /' "$dir/err" "$dir/out"
    fi
done

# A journey that thinks before it asks is not begun late: that time is its own.
cat >"$dir/think.lua" <<'END'
function journey(user)
  user:think(0.4)
  user:chat():ask("Hi.")
end
END
"$stoke" -q -s "$dir/think.lua" -c 4 -n 8 -m sim --json - "$(cat "$dir/url")" >"$dir/out" 2>"$dir/err" || :
n=$((n + 1))
lag=$(sed -n 's/.*"lag":{[^}]*"max":\([0-9.e+-]*\).*/\1/p' "$dir/out")
if awk "BEGIN { exit !($lag < 0.2) }"; then ok=ok; else ok="not ok"; fi
echo "$ok $n - thinking is no lag: $lag"

# What on_token fails at is over, and not read on beside what is asked next.
cat >"$dir/fails.lua" <<'END'
function journey(user)
  local chat = user:chat()
  pcall(chat.ask, chat, "Hi.", { on_token = function() error "no" end })
  chat:ask("Hi again.")
end
END
"$stoke" -q -s "$dir/fails.lua" -c 1 -n 1 -m sim --json - "$(cat "$dir/url")" >"$dir/out" 2>"$dir/err" || :
n=$((n + 1))
if grep -q '"requests":{"begun":2,"ok":1,"stopped":1,"failed":0' "$dir/out"; then ok=ok; else ok="not ok"; fi
echo "$ok $n - a reply is stopped where on_token fails"
echo "1..$n"
