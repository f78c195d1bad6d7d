#!/usr/bin/env bash
# compare.sh BINARIES CAPTURE...: our sysdig beside the real one, the same command lines on the same captures, as a table.
# CAPTURE: about 2 million events, such as the honeypot appended to itself; plain and .gz have goals of their own.
# Each time is the best of RUNS (3) in milliseconds, output to /dev/null; the ratio is real / ours (above 1: ours is faster);
# cpu is what ours took of all processors in its best run, memory ours at its highest. ONLY='regular expression' takes some of the rows, HEAD= leaves out the heading.
set -uo pipefail
[ $# -ge 2 ] || { echo "usage: compare.sh BINARIES CAPTURE..." >&2; exit 2; }
ours=$1/sysdig
shift
real=$(command -v sysdig) || { echo "compare.sh: the real sysdig is not installed (apt-get install sysdig)" >&2; exit 1; }
[ -x "$ours" ] || { echo "compare.sh: there is no $ours; publish it with dotnet publish src/CSysdig -c Release -o FOLDER" >&2; exit 1; }
runs=${RUNS:-3}
script=/usr/share/sysdig/chisels/topprocs_net.lua

milliseconds() { # the best time by the clock, and what that run took of all processors
    local best=999999 cpu=0 took user system TIMEFORMAT='%R %U %S'
    for _ in $(seq "$runs"); do
        read -r took user system < <({ time "$@" >/dev/null 2>&1; } 2>&1 | tr -d .,)
        [ "$((10#$took))" -lt "$best" ] && best=$((10#$took)) cpu=$((10#$user + 10#$system))
    done
    echo "$best $cpu"
}
mebibytes() {
    "$@" >/dev/null 2>&1 & local pid=$! high=0 now
    while now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
        [ "$now" -gt "$high" ] && high=$now
        sleep 0.01
    done
    wait "$pid"
    echo "$high"
}
row() { # NAME GOAL ARGUMENTS...
    local name=$1 goal=$2; shift 2
    [[ $name =~ ${ONLY:-.} ]] || return 0
    local theirs mine cpu memory
    read -r theirs _ < <(milliseconds "$real" -r "$file" "$@"); read -r mine cpu < <(milliseconds "$ours" -r "$file" "$@"); memory=$(mebibytes "$ours" -r "$file" "$@")
    awk -v n="$name" -v t="$theirs" -v o="$mine" -v c="$cpu" -v g="$goal" -v m="$memory" 'BEGIN {
        r = t / (o > 0 ? o : 1); missed = (r < g || m >= 150) ? " **missed**" : ""
        printf("| `%s` | %d | %d | %d | %.1f%s | %s | %d |\n", n, t, o, c, r, missed, g, m)
    }'
}

if [ -n "${HEAD-yes}" ]; then
    echo "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), $(nproc) processors, $(free -g | awk '/Mem/ { print $2 }') GiB, Linux $(uname -r)"
    echo "real: $("$real" --version); ours: $("$ours" --version)"
fi
for file in "$@"; do
    light=2
    case $file in *.gz) light=3 ;; esac
    [ -z "${HEAD-yes}" ] || printf '\n%s, %d MiB\n\n| command | real, ms | ours, ms | cpu, ms | times faster | goal | MiB |\n|---|--:|--:|--:|--:|--:|--:|\n' "$(basename "$file")" "$(($(stat -c %s "$file") >> 20))"
    row "-q" $light -q
    row "-q 'proc.name=sshd and fd.type=ipv4'" $light -q 'proc.name=sshd and fd.type=ipv4'
    row "proc.name=sshd and fd.type=ipv4" $light 'proc.name=sshd and fd.type=ipv4'
    row "evt.buffer contains @udp" $light 'evt.buffer contains @udp'
    row "evt.type=openat and fd.name contains /etc" $light 'evt.type=openat and fd.name contains /etc'
    row "-p '%evt.num %proc.name %fd.name'" 5 -p '%evt.num %proc.name %fd.name'
    row "(default lines)" 8
    row "-j" 8 -j
    row "-X" 8 -X
    row "-c topconns" $light -c topconns
    row "-c topprocs_net" $light -c topprocs_net
    row "-c topscalls_time" $light -c topscalls_time
    row "-c spy_users" $light -c spy_users
    row "-c echo_fds" 5 -c echo_fds
    [ ! -f "$script" ] || row "-c $script" 1 -c "$script"
done
