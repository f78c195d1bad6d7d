#!/usr/bin/env bash
# lake.sh BINARIES CAPTURE...: what it takes to bring a capture to an engine that answers SQL: as tables (--export) beside the same columns as lines and all as JSON, which is
# what others offer. Seconds are those of all processors; bytes an event are those of the table events, of a line, of an object, plain and as gzip packs them.
# Goals: 0.6 million rows a core-second with all tables, 12 bytes an event.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: lake.sh BINARIES CAPTURE..." >&2; exit 2; }
sysdig=$1/sysdig
shift
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
columns='*%evt.num %evt.rawtime %evt.type %evt.category %proc.pid %thread.tid %proc.name %proc.exe %proc.exepath %user.uid %user.name %container.id %container.name %fd.num %fd.type %fd.name %fs.path.name %evt.io_dir %evt.buflen %evt.rawres %evt.res %evt.latency'
seconds() { local user system TIMEFORMAT='%U %S'; read -r user system < <({ time "$@" >/dev/null 2>&1; } 2>&1); awk "BEGIN { print $user + $system }"; }
memory() {
    "$@" >/dev/null 2>&1 & local pid=$! high=0 now
    while now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do [ "$now" -gt "$high" ] && high=$now; sleep 0.05; done
    echo "$high"
}
echo '| capture | rows | tables: s | million rows a core-second | MiB | bytes an event | lines: s | bytes | packed | JSON: s | bytes | packed |'
echo '|---|---|---|---|---|---|---|---|---|---|---|---|'
for capture in "$@"; do
    rows=$("$sysdig" -r "$capture" -p '%evt.num' 'evt.dir=<' | wc -l)
    rm -rf "$made/lake"
    tables=$(seconds "$sysdig" -r "$capture" --export "$made/lake")
    size=$(find "$made/lake/events" -name '*.parquet' -printf '%s\n' | awk '{ s += $1 } END { print s }')
    high=$(memory "$sysdig" -r "$capture" --export "$made/lake")
    lines=$(seconds "$sysdig" -r "$capture" -p "$columns" 'evt.dir=<')
    json=$(seconds "$sysdig" -r "$capture" -j 'evt.dir=<')
    read -r text packed < <("$sysdig" -r "$capture" -p "$columns" 'evt.dir=<' | tee >(wc -c >"$made/plain") | gzip -c | wc -c | { read -r p; sleep 1; echo "$(cat "$made/plain") $p"; })
    read -r objects small < <("$sysdig" -r "$capture" -j 'evt.dir=<' | tee >(wc -c >"$made/plain") | gzip -c | wc -c | { read -r p; sleep 1; echo "$(cat "$made/plain") $p"; })
    awk -v c="$(basename "$capture")" -v r="$rows" -v t="$tables" -v h="$high" -v s="$size" -v l="$lines" -v x="$text" -v p="$packed" -v j="$json" -v o="$objects" -v q="$small" 'BEGIN {
        printf("| %s | %d | %.1f | %.2f%s | %d | %.1f%s | %.1f | %.0f | %.1f | %.1f | %.0f | %.1f |\n", c, r, t, r / t / 1e6, r / t < 6e5 ? " **missed**" : "", h, s / r, s / r > 12 ? " **missed**" : "", l, x / r, p / r, j, o / r, q / r) }'
done
