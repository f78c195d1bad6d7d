#!/usr/bin/env bash
# nginx.sh [SYSDIG [ROUNDS]]: how many requests a second nginx answers under ab bare and while sysdig writes all that the machine does,
# turn about, and the ratio of the medians (bar: 6 % fewer). Needs root, nginx and ab (apache2-utils).
set -euo pipefail
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
nginx -c "$made/nginx.conf" -e "$made/errors"
requests() { ab -q -n 40000 -c 16 http://127.0.0.1:18080/page 2>&1 | sed -nE 's/^Requests per second: *([0-9.]+).*/\1/p'; }
median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }
requests >/dev/null
for ((i = 0; i < rounds; i++)); do
    requests >> "$made/bare"
    env --default-signal=INT "$sysdig" -q -v -w "$made/t.scap" 2> "$made/said" & watcher=$!
    until [ -s "$made/t.scap" ]; do sleep 0.1; done
    requests >> "$made/watched"
    kill -INT $watcher
    wait $watcher || true
    grep -E '^(Driver Drops|Cost)' "$made/said" | tr '\n' ' '; echo
done
bare=$(median < "$made/bare") watched=$(median < "$made/watched")
echo "bare $bare, watched $watched requests a second: $(awk "BEGIN { printf \"%.1f\", 100 - 100 * $watched / $bare }") % fewer"
