# A simulated service for benches to read: it runs as $sim in the first of their places, and $url is
# where. They have a $stoke and a folder $dir, and see to it that $sim is killed when they are.
. tests/bench/places.sh

start_sim() { # options
    rm -f "$dir/url"
    $one "$stoke" sim --port 0 --threads 1 --quit-after 300s "$@" >"$dir/url" 2>/dev/null &
    sim=$!
    while [ ! -s "$dir/url" ]; do sleep 0.05; done
    url=$(cat "$dir/url")
}

stop_sim() {
    kill "$sim"
    wait "$sim" 2>/dev/null || :
    sim=
}
