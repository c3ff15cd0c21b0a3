-- POST the same body again and again.
--   stoke -s scripts/wrk/post.lua -c 10 -d 10s http://localhost:8080/items

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"name":"stoke","size":3}'
