#!/usr/bin/env bash
# nginx.sh [SYSDIG [ROUNDS]]: how many requests a second nginx answers under ab bare, with an empty pair of programs on each call (the floor),
# and while sysdig writes all that the machine does, turn about, and how much fewer by the medians (bar: 6 %). Needs root, nginx, ab (apache2-utils), clang
# and libbpf-dev.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sysdig=$(readlink -f "${1:-../out/sysdig}")
rounds=${2:-5}
made=$(mktemp -d)
chmod 755 "$made"
trap 'kill "$(cat "$made/pid")" 2>/dev/null || true; rm -rf "$made"' EXIT
head -c 4096 /dev/zero | tr '\0' x > "$made/page"
cat > "$made/nginx.conf" <<EOF
worker_processes 1;
pid $made/pid;
error_log $made/errors;
events { worker_connections 256; }
http { access_log $made/access; server { listen 127.0.0.1:18080; root $made; } }
EOF
clang -O2 -g -target bpf -mcpu=v3 -c "$here/floor.bpf.c" -o "$made/floor.o"
clang -O2 -o "$made/cost" "$here/cost.c" -lbpf
nginx -c "$made/nginx.conf" -e "$made/errors"
requests() { ab -q -n 40000 -c 16 http://127.0.0.1:18080/page 2>&1 | sed -nE 's/^Requests per second: *([0-9.]+).*/\1/p'; }
median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }
requests >/dev/null
for ((i = 0; i < rounds; i++)); do
    requests >> "$made/bare"
    "$made/cost" "$made/floor.o" > "$made/attached" & floor=$!
    until [ -s "$made/attached" ]; do sleep 0.1; done
    requests >> "$made/floor"
    kill $floor
    wait $floor || true
    rm "$made/attached"
    env --default-signal=INT "$sysdig" -q -v -w "$made/t.scap" 2> "$made/said" & watcher=$!
    until [ -s "$made/t.scap" ]; do sleep 0.1; done
    requests >> "$made/watched"
    kill -INT $watcher
    wait $watcher || true
    grep -E '^(Driver Drops|Cost)' "$made/said" | tr '\n' ' '; echo
done
bare=$(median < "$made/bare") floor=$(median < "$made/floor") watched=$(median < "$made/watched")
fewer() { awk "BEGIN { printf \"%.1f\", 100 - 100 * $1 / $bare }"; }
echo "bare $bare, the floor $floor, watched $watched requests a second: $(fewer "$floor") % fewer with the floor, $(fewer "$watched") % fewer watched"
