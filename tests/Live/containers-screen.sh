#!/bin/bash
# csysdig over two containers of Podman: one that is there before, one that comes. It runs in a mount namespace of its own (unshare -m), from the repository.
#     containers-screen.sh FOLDER CSYSDIG [ARGUMENT...]
# The file "come" in FOLDER lets the second come, "go" ends both. Exit code 77: Podman cannot run a container here.
set -eu
cd "$1"
. "$OLDPWD/tests/Live/podman.sh"
shift
# The shell reads itself: cat would copy the file within the kernel, and nothing of it would be seen.
loop='while :; do read line < /proc/version; /bin/cat /proc/version; /bin/sleep 0.2; done'
"${new[@]}" -d --name elder localhost/quiet:7 /bin/sh -c "$loop" > /dev/null
# A terminal that goes away must not leave containers behind.
trap : HUP
(
    trap : HUP
    until [ -e come ]; do sleep 0.1; done
    "${new[@]}" -d --name younger localhost/quiet:7 /bin/sh -c "$loop"
    date +%s%N > came
    until [ -e go ]; do sleep 0.1; done
    "${engine[@]}" rm -f -t 0 elder younger
    touch gone
) > others 2>&1 &
trap 'touch go; wait $!; kill $service 2> /dev/null || true' EXIT
"$@"
