# Sourced in a mount namespace of its own (unshare -m), in a folder of its own: Podman's service listens where it usually does, nothing of it is
# left behind, and there is an image, localhost/quiet:7. `engine` and `new` are commands: podman, and its run. Exit code 77: Podman cannot run
# a container here. Programs in the image are called by their paths: busybox runs others without their names.
mount --make-rprivate /
mkdir -p run image/bin
mount --bind run /run
mkdir -p /run/podman
busybox=$(command -v busybox)
cp "$busybox" image/bin/
for name in sh sleep cat; do ln -s busybox image/bin/$name; done

engine=(podman --root "$PWD/store" --runroot "$PWD/runroot" --storage-driver vfs --cgroup-manager=cgroupfs)
new=("${engine[@]}" run --runtime runc --network none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024)
tar -C image -c . | "${engine[@]}" import - localhost/quiet:7 > /dev/null
if ! "${new[@]}" --rm --name tried localhost/quiet:7 /bin/cat /proc/self/cgroup > tried 2>&1; then
    echo "Podman cannot run a container here: $(tail -1 tried)"
    exit 77
fi
"${engine[@]}" system service --time 0 unix:///run/podman/podman.sock > service 2>&1 &
service=$!
until [ -S /run/podman/podman.sock ]; do kill -0 $service; sleep 0.1; done
