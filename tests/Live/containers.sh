#!/bin/bash
# Containers that a live run shall know by name: one that runs before it begins, one that is made while it runs, one that lives for half a second.
# It runs in a mount namespace of its own (unshare -m), from the repository.
#     containers.sh FOLDER SYSDIG
# What sysdig prints lies in FOLDER: lines, pc, listed; t.scap is what it has written. Exit code 77: Podman cannot run a container here.
set -eu
folder=$1 sysdig=$2
here=$PWD
cd "$folder"
. "$here/tests/Live/podman.sh"
"${new[@]}" -d --name elder localhost/quiet:7 /bin/sh -c 'while :; do /bin/cat /proc/version; /bin/sleep 0.2; done' > /dev/null
# Its loop would outlive whatever ends this.
trap '"${engine[@]}" rm -f -t 0 elder younger > /dev/null 2>&1; kill $service $(jobs -p) 2> /dev/null || true' EXIT

env --default-signal=INT "$sysdig" -q -w t.scap 2> errors &
all=$!
env --default-signal=INT "$sysdig" -pc -p '%container.name|%container.image|%container.id|%proc.name|%evt.type' 'container.id!=host' > lines 2>> errors &
lines=$!
env --default-signal=INT "$sysdig" -pc 'container.id!=host and evt.type in (execve, procexit)' > pc 2>> errors &
pc=$!
# They watch when they have told of what runs, and the first has written.
until [ -s t.scap ] && [ -s lines ] && [ -s pc ]; do kill -0 $all $lines $pc; sleep 0.1; done
"${new[@]}" --rm --name brief localhost/quiet:7 /bin/sleep 0.5
"${new[@]}" -d --name younger localhost/quiet:7 /bin/sh -c 'while :; do /bin/cat /proc/version; /bin/sleep 0.2; done' > /dev/null
until grep -q younger pc; do kill -0 $pc; sleep 0.1; done
"$sysdig" -c lscontainers > listed 2>> errors
kill -INT $all $lines $pc
wait $all $lines $pc
