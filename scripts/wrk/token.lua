-- What wrk has no hook for: every token as it comes. false ends the reply there.
--   stoke -s scripts/wrk/token.lua -c 10 -d 10s http://localhost:8000/v1/chat/completions

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[{"model":"sim","stream":true,"stream_options":{"include_usage":true},
  "messages":[{"role":"user","content":"Count to a hundred."}]}]]

function request(ctx)
  ctx.user.tokens = 0
  return wrk.request()
end

function token(_, ctx)
  ctx.user.tokens = ctx.user.tokens + 1
  return ctx.user.tokens < 5
end
