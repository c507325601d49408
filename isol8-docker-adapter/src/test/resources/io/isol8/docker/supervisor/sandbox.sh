# Becomes a supervisor in a sandbox much like a container's. Runs as PID 1 of its own namespaces, so
# that nothing here touches the host: sandbox.sh ROOT SUPERVISOR HELPER SETUP
set -eu
root=$1 supervisor=$2 helper=$3 setup=$4

mount -t tmpfs -o mode=755 none "$root"
cd "$root"
mkdir usr etc proc sys dev sandbox tmp opt outside
for dir in usr etc; do
    mount --bind "/$dir" "$dir"
    mount -o remount,bind,ro "$dir"
done
for dir in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$dir" ]; then
        cp -P "/$dir" .
    elif [ -d "/$dir" ]; then
        mkdir "$dir"
        mount --bind "/$dir" "$dir"
        mount -o remount,bind,ro "$dir"
    fi
done
mount -t proc proc proc
mount --rbind /sys sys
mount -t tmpfs -o mode=755 none dev
for device in null zero full random urandom; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/mqueue
mount -t tmpfs -o mode=1777,nosuid,nodev none dev/shm
mount -t mqueue none dev/mqueue
touch opt/supervisor opt/helper
mount --bind "$supervisor" opt/supervisor
mount --bind "$helper" opt/helper
mount -t tmpfs -o mode=755,uid=100,gid=101,nosuid,nodev,size=512m none sandbox
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec,size=64m none tmp
mount -t tmpfs -o mode=777 none outside
# The setup may also set a command to start the supervisor with.
first=
eval "$setup"
mount -o remount,ro .
exec chroot . setpriv --bounding-set=-all,+setuid,+setgid,+kill --inh-caps=-all --no-new-privs $first /opt/supervisor
