#!/bin/sh
# A script may require what is written in C: it lies beside the script, or on LuaJIT's path, and finds
# Lua's own functions in stoke.

. "$(dirname "$0")/lib/common.sh"

command -v "${CC:-cc}" >/dev/null && pkg-config --exists luajit || skip_all "there is no C compiler, or no header of LuaJIT's"

mkdir "$dir/c"
cat >"$dir/twice.c" <<'END'
#include <lauxlib.h>

static int of(lua_State *L)
{
    lua_pushnumber(L, 2 * luaL_checknumber(L, 1));
    return 1;
}

int luaopen_twice(lua_State *L)
{
    static const luaL_Reg functions[] = {{"of", of}, {NULL, NULL}};

    lua_newtable(L);
    luaL_register(L, NULL, functions);
    return 1;
}
END
cat >"$dir/s.lua" <<'END'
local twice = require "twice"

function journey(user)
  user:check("called", twice.of(21) == 42)
  local ok, why = pcall(twice.of, "no number")
  user:check("its errors", not ok and why:find "number expected")
  user:complete("What is twice 21?")
end
END
# shellcheck disable=SC2046
run "${CC:-cc}" -shared -fPIC $(pkg-config --cflags luajit) -o "$dir/twice.so" "$dir/twice.c"
ok "a module is built" [ $status -eq 0 ]

sim
went() { holds 'join(" ", map { "$_:$s->{checks}{$_}{passed}" } sort keys %{$s->{checks}}) eq "called:4 its errors:4"'; }
load -m m -s "$dir/s.lua" -t 2 -c 2 -n 4
ok "beside the script" went
mv "$dir/twice.so" "$dir/c"
load -m m -s "$dir/s.lua" -c 2 -n 4
ok "nowhere to be found: a sentence" both says "s.lua:1: there is no module 'twice': neither beside" [ $status -eq 104 ]
LUA_CPATH="$dir/c/?.so;;" load -m m -s "$dir/s.lua" -t 2 -c 2 -n 4
ok "on the path" went
printf 'not a library' >"$dir/twice.so"
load -m m -s "$dir/s.lua" -c 1 -n 1
ok "what does not load is said" both says "s.lua:1: the module 'twice' does not load: " [ $status -eq 104 ]

stop
finish
