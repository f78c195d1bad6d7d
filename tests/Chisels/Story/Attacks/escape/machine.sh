# The machine with a container that may do more than it should.
cd /mnt
. ./sshd.sh
python3 escape/engine.py &
until [ -S /run/engine/docker.sock ]; do sleep 0.1; done
loop=$(losetup -f --show disk.img)
minor=${loop#/dev/loop}
mkdir -p /run/podman store runroot
engine=(podman --root /mnt/mem/store --runroot /run/runroot --storage-driver vfs --cgroup-manager=cgroupfs)
tar -C image -c . | "${engine[@]}" import - localhost/shop/app:3 > /dev/null
"${engine[@]}" run -d --name app --runtime runc --network host --add-host transfer.sh:203.0.113.10 --privileged --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
    -v /usr:/usr:ro -v /etc/alternatives:/etc/alternatives:ro -v /run/engine/docker.sock:/run/docker.sock -e PATH=/usr/bin:/bin:/usr/sbin:/sbin localhost/shop/app:3 /usr/bin/python3 /app/app.py
"${engine[@]}" exec app /usr/bin/mknod /dev/sdz b 7 "$minor"
"${engine[@]}" exec app /usr/bin/rm -f /dev/vda
sleep 1
touch shared/ready
# What the machine does for the container: it looks whether it is well.
until [ -e shared/go ]; do "${engine[@]}" exec app /usr/bin/curl -s -o /dev/null http://198.51.100.20:8080/health; sleep 6; done
"${engine[@]}" rm -f -t 0 app
losetup -d "$loop"
kill $(jobs -p) $(cat /run/sshd.pid) 2> /dev/null || true
