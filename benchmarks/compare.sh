#!/usr/bin/env bash
# compare.sh BINARIES BIG.scap [BIG.scap.gz]: our sysdig beside the real one, same file, same run, best of three.
# BIG: a capture of about 2 million events. Prints seconds and the ratio real / ours (above 1: ours is faster), and our peak memory.
set -uo pipefail
bin=${1:?usage: compare.sh BINARIES BIG.scap [BIG.scap.gz]}
shift
real=$(command -v sysdig) || { echo "compare.sh: the real sysdig is not installed (apt-get install sysdig)" >&2; exit 1; }

milliseconds() { # best of three, output thrown away
    local best=999999 start end took
    for _ in 1 2 3; do
        start=$(date +%s%N); "$@" >/dev/null 2>&1; end=$(date +%s%N)
        took=$(((end - start) / 1000000)); [ "$took" -lt "$best" ] && best=$took
    done
    echo "$best"
}
peak() { # MiB
    "$@" >/dev/null 2>&1 & local pid=$! high=0 now
    while kill -0 "$pid" 2>/dev/null; do
        now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null)
        [ -n "${now:-}" ] && [ "$now" -gt "$high" ] && high=$now
        sleep 0.05
    done
    echo "$high"
}
row() {
    local name=$1; shift
    local theirs ours memory
    theirs=$(milliseconds "$real" "$@"); ours=$(milliseconds "$bin/sysdig" "$@"); memory=$(peak "$bin/sysdig" "$@")
    awk -v n="$name" -v t="$theirs" -v o="$ours" -v m="$memory" 'BEGIN { printf "%-44s %9.2f %9.2f %8.2f %7d\n", n, t / 1000, o / 1000, t / (o > 0 ? o : 1), m }'
}
for file in "$@"; do
    echo "$file"
    printf '%-44s %9s %9s %8s %7s\n' command 'real s' 'ours s' ratio 'MiB'
    row "-q" -r "$file" -q
    row "default lines" -r "$file"
    row "-p '%evt.num %proc.name %fd.name'" -r "$file" -p '%evt.num %proc.name %fd.name'
    row "-j" -r "$file" -j
    row "-X" -r "$file" -X
    row "evt.type=openat and fd.name contains /etc" -r "$file" 'evt.type=openat and fd.name contains /etc'
    row "proc.name=sshd and fd.type=ipv4" -r "$file" 'proc.name=sshd and fd.type=ipv4'
    row "evt.buffer contains @udp" -r "$file" 'evt.buffer contains @udp'
done
