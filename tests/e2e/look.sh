#!/bin/sh
# Looking at a run instead of measuring it: --dry-run shows requests and sends none, --debug shows
# one journey as it goes. Neither shows a secret.

. "$(dirname "$0")/lib/common.sh"

sim --tokens 3
cd "$dir" || exit 1
cat >look.lua <<'E2'
function journey(user)
  local chat = user:chat { system = "Be terse." }
  user:step("greet", function()
    user:check("answered", chat:ask("Is it swordfish?").ok)
    user:think "20s"
  end)
  user:http { url = "http://127.0.0.1:1/login", method = "POST", headers = { "Authorization: Bearer tuna", "X-A: 1" },
    body = "x=1\ny=2" }
  local reply = user:embed { "a", "b", "c" }
  user:check("as many vectors as texts", #reply.embeddings == 3)
  local ranked = user:rerank("q", { "a", "b" })
  user:check("as many scores", #ranked.results == 2)
  if #reply.embeddings ~= 3 or #ranked.results ~= 2 or not chat.last.text:find "invented" then error "no" end
end
E2

printed() { grep -qxF -- "$1" out; }
shown() { grep -q -- "$1" err; }
requests() { grep -c '^# request' out; }

# The service is not asked for anything: there is none.
run "$STOKE" -s look.lua -m llama -c 2 --dry-run 8 -e MY_KEY=swordfish --api-key-env HOME http://nosuch.invalid:8000
ok "a dry run needs no service" [ "$status $(wc -c <err)" = "0 0" ]
ok "and shows as many requests as were asked for" [ "$(requests)" = 8 ]
ok "whose they are" printed '# request 1: user 1, step greet, turn 1'
ok "and the second user's" printed '# request 2: user 2, step greet, turn 1'
ok "method and URL" printed 'POST http://nosuch.invalid:8000/v1/chat/completions'
ok "the name it goes by" printed 'X-Request-Id: stoke-1-1-1'
ok "the body, without what -e calls a key" grep -q '^{"messages":\[{"content":"Be terse.","role":"system"},{"content":"Is it \*\*\*?","role":"user"}\],"model":"llama"' out
ok "no key of the service's" printed 'Authorization: Bearer ***'
ok "no key of the script's" sh -c '! grep -q "tuna\|swordfish\|$HOME" out'
ok "other headers" printed 'X-A: 1'
ok "plain requests, on several lines" printed 'y=2'
ok "what comes after an answer" printed '{"encoding_format":"float","input":["a","b","c"],"model":"llama"}'
ok "and after that" grep -q '"documents":\["a","b"\]' out

run "$STOKE" -s look.lua -m llama --dry-run 1 http://nosuch.invalid:8000
ok "one is one" [ "$status $(requests)" = "0 1" ]
run "$STOKE" --dry-run 3 -m llama -p Why? -R 0.001 http://nosuch.invalid:8000
ok "the built-in journey, without waiting for its rate" [ "$status $(requests)" = "0 3" ]
run "$STOKE" --dry-run 2 http://nosuch.invalid:8000/x
ok "plain http" both printed 'GET http://nosuch.invalid:8000/x' [ "$(requests)" = 2 ]
run "$STOKE" --dry-run 2 -m auto http://nosuch.invalid:8000
ok "a model that would be asked for" grep -q '"model":"auto"' out
printf 'function journey(user)\n  while true do user:complete "x" end\nend\n' >endless.lua
run "$STOKE" -s endless.lua --dry-run 5 -m m http://nosuch.invalid:8000
ok "a journey without an end" [ "$status $(requests)" = "0 5" ]
printf 'function journey(user)\n  user.x.y = 1\nend\n' >broken.lua
run "$STOKE" -s broken.lua --dry-run 5 -m m http://nosuch.invalid:8000
ok "one that fails" both says 'broken.lua:2: attempt to index field' [ $status -eq 107 ]
printf 'function journey()\nend\n' >nothing.lua
run "$STOKE" -s nothing.lua --dry-run 5 -m m http://nosuch.invalid:8000
ok "one that asks nothing" both says 'nothing was measured' [ $status -eq 111 ]

sed -i 's/"20s"/"20ms"/; s/ *user:http {/  user:http { timeout = "2s",/' look.lua
run "$STOKE" -s look.lua -m llama -c 50 -d 20s -t 2 --debug -e MY_KEY=swordfish "$url"
ok "--debug goes through one journey" [ "$(grep -c '^journey begins' err)" = 1 ]
ok "a step and what is in it" shown '^  step greet$'
ok "the request" shown '^    request of user 1, step greet, turn 1$'
ok "with its URL" shown "^        POST $url/v1/chat/completions\$"
ok "its body, without secrets" shown '^        {"messages".*Is it \*\*\*?'
ok "every token, and when" [ "$(grep -c '^      +[0-9.]*[mu]*s text "' err)" = 3 ]
ok "other events" shown '^      +[0-9.]*[mu]*s event \[DONE\]$'
ok "how it ended" shown '^    ok, status 200, finish [a-z]*, 3 tokens, ttft [0-9.]*ms, tpot '
ok "checks" shown '^    check answered: ok$'
ok "waits" shown '^    waits 20.00ms$'
ok "what follows the step is outside of it" shown '^  request of user 1$'
ok "what went wrong" shown '^  fault connect: '
ok "failures, with the line" shown '^failed: look.lua:1[0-9]*: '
ok "no secret" sh -c '! grep -q "tuna\|swordfish" err'
ok "and the report comes after it" grep -q '^  Journeys     0 done, 1 failed' out

# Names are the script's, which may make them of its keys.
cat >names.lua <<'E2'
function journey(user)
  user:step("step " .. env.MY_KEY, function() user:check("check " .. env.MY_KEY, user:complete("x").ok) end)
end
E2
run "$STOKE" -s names.lua -m m --dry-run 1 -e MY_KEY=swordfish http://nosuch.invalid:8000
ok "a key in the name of a step" printed '# request 1: user 1, step step ***'
run "$STOKE" -s names.lua -m m --debug -e MY_KEY=swordfish "$url"
ok "and of a check" shown '^    check check \*\*\*: ok$'
ok "which --debug shows in no line" sh -c '! grep -q swordfish err'

run "$STOKE" -m m --debug "$url"
ok "without a script, the built-in journey" both shown '^it is over$' grep -q '^  Requests     1 begun: 1 ok' out

finish
