# Where the two sides of a bench run, for its scripts to read: "$one" and "$two" go in front of a
# command. Client and server have a processor each where there are two, and may go first, if we are
# allowed to say so, where others work on the same machine: nice levels do not reach beyond a session.
one= two=
if [ "$(nproc)" -gt 1 ] && command -v taskset >/dev/null; then one="taskset -c 0" two="taskset -c 1"; fi
if chrt -f 1 true 2>/dev/null; then
    one="chrt -f 1 $one" two="chrt -f 1 $two"
elif [ "$(nice -n -15 nice 2>/dev/null)" = -15 ]; then
    one="nice -n -15 $one" two="nice -n -15 $two"
fi
