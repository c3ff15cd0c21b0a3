#!/bin/sh
# scripts/auth.lua: what the service gets is signed as it says, and tokens are renewed in time.

. "$(dirname "$0")/lib/common.sh"

# Of a request: its token's claims, when the signature is by this key; else none.
signed='use Digest::SHA qw(hmac_sha256 hmac_sha256_hex); use MIME::Base64 qw(decode_base64url encode_base64url);
    sub header { my ($row, $name) = @_; ($row->{head} =~ /^$name: ([^\r]*)/m)[0] // "" }
    sub claims { my ($text, $signature) = header($_[0], "Authorization") =~ /^Bearer ([\w-]+\.[\w-]+)\.([\w-]+)$/ or return;
        return if $signature ne encode_base64url(hmac_sha256($text, "a key"));
        return decode_json(decode_base64url((split /\./, $text)[1])) }
    sub is_signed { header($_[0], "X-Signature") eq hmac_sha256_hex($_[0]{body}, "a key") } '
asked() { holds "$signed my @rows = rows('asked'); $1"; }
quick() { sed -E 's/think\(.*\)/think("20ms")/' "$here/../../scripts/auth.lua"; }
begin() { stop && serve record "$dir/asked"; }

quick >"$dir/s.lua"
begin
load -m m -s "$dir/s.lua" -c 2 -n 6 -e KEY="a key"
ok "every body is signed" asked '@rows == 12 && n("ok") == 12 && all { is_signed($_) } @rows'
ok "by who asks" asked 'join(" ", uniq sort map { claims($_)->{sub} } @rows) eq "user 1 user 2"'
ok "a token is used again while it is good" asked '2 == uniq map { header($_, "Authorization") } @rows'

quick | sed 's/^local lasts, early = .*/local lasts, early = 3, 1/' >"$dir/s.lua"
begin
load -m m -s "$dir/s.lua" -c 1 -d 5s -e KEY="a key"
ok "it is renewed before it expires" asked 'my @ends = uniq map { claims($_)->{exp} } @rows;
    @ends >= 2 && @rows > 20 && all { $ends[$_] - $ends[$_ - 1] >= 2 } 1 .. $#ends'

begin
KEY="a key" load -m m -s "$dir/s.lua" -c 1 -n 1 -e KEY
ok "the key may be in the environment" asked 'all { claims($_) && is_signed($_) } @rows'

# Headers of a body wherever there are bodies.
cat >"$dir/s.lua" <<'END'
local crypto = require "stoke.crypto"

local function signed(body)
  return { "X-Signature: " .. crypto.hex(crypto.hmac("sha256", "a key", body)) }
end

function journey(user)
  local chat = user:chat { headers = signed }
  chat:stream("Hi"):wait()
  chat:ask("And?", { on_token = function() end })
  user:complete("Once", { headers = signed })
  user:embed("sea", { headers = signed })
end
END
begin
load -m m -s "$dir/s.lua" -c 1 -n 1
ok "streams, completions and vectors are signed as well" asked '@rows == 4 && all { is_signed($_) } @rows'

stop
finish
