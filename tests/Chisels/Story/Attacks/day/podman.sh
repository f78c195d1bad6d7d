# Runs a container, looks into it, ends it.
cd /mnt
engine=(podman --root /mnt/mem/store --runroot /run/runroot --storage-driver vfs --cgroup-manager=cgroupfs)
tar -C image -c . | "${engine[@]}" import - localhost/quiet:7 > /dev/null
"${engine[@]}" run -d --name quiet --runtime runc --network none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 localhost/quiet:7 /bin/sh -c 'while :; do /bin/sleep 1; done'
"${engine[@]}" exec quiet /bin/cat /proc/cpuinfo > /dev/null
"${engine[@]}" rm -f -t 0 quiet
