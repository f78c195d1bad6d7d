#!/bin/bash
# Records one of the stories that the tests here read: as root, from the repository, on a machine with BPF.
#     record.sh NAME CAPTURE SYSDIG
# NAME is a folder beside this file. What is done is done in namespaces of its own, on copies in memory, between addresses that only those
# namespaces have. CAPTURE has the processes of that machine alone, of whoever else is at work on the real one nothing.
set -eu
name=$1 capture=$(realpath -m "$2") sysdig=$(realpath "$3")
here=$(dirname "$(realpath "$0")")
bench=$(mktemp -d /run/bench.XXXXXX)
cp -r "$here/." "$bench"
cp "$sysdig" "$bench/sysdig"
cd /
setsid -w env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} \
    unshare -m -u --propagation private bash "$bench/world.sh" "$name" "$bench" < /dev/null
python3 "$here/trim.py" "$bench/raw.scap" "$bench/tids" $(cut -d: -f3 /proc/self/cgroup | tr / '\n' | grep . | sort -u) | gzip -9 > "$capture"
rm -rf "$bench"
ls -l "$capture"
