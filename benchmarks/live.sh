#!/usr/bin/env bash
# live.sh [SYSDIG]: what being watched costs, in one run: a loop of reads and writes of one byte bare, with a pair of empty programs
# (the floor that no such tool gets below), with the probe without and with payload, and under strace. Ratios count; nanoseconds are this machine's.
# Needs root, clang and libbpf-dev. Then what sysdig itself (native: dotnet publish) loses and takes.
set -euo pipefail
cd "$(dirname "$0")"
sysdig=${1:-../out/sysdig}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
clang -O2 -g -target bpf -mcpu=v3 -c live/floor.bpf.c -o "$made/floor.o"
clang -O2 -o "$made/cost" live/cost.c -lbpf
clang -O2 -o "$made/loop" live/loop.c
case $(uname -m) in x86_64) arch=x86 ;; *) arch=arm64 ;; esac
echo "== what a call costs more, best of many short runs"
"$made/cost" "$made/floor.o" "../src/Capture/Live/Bpf/probe.$arch.o"
if command -v strace >/dev/null; then
    echo "== for the picture: calls a second bare and under strace"
    "$made/loop" 1
    strace -f -o /dev/null "$made/loop" 1
fi
[ -x "$sysdig" ] || { echo "no $sysdig: dotnet publish src/CSysdig -c Release -o out"; exit 0; }
for loops in 1 2; do
    echo "== $loops loop(s), sysdig -q -w, 64 MiB a processor"
    (sleep 2; for ((i = 0; i < loops; i++)); do "$made/loop" 5 & done; wait) &
    "$sysdig" -M 9 -q -v --buffer 64M -w "$made/t.scap"
    wait
done
echo "== a filter on one process while a loop runs"
(sleep 1; "$made/loop" 6) &
"$sysdig" -M 7 -q -v proc.pid=1
wait
if command -v nginx ab >/dev/null; then
    echo "== requests a second of nginx, bare and watched (bar: 6 % fewer)"
    live/nginx.sh "$sysdig"
fi
