# Tells what a neighbour left, then leaves what a bad neighbour would.
shopt -s nullglob dotglob
left=()
for file in /sandbox/* /tmp/* /dev/shm/* /dev/mqueue/*; do
    [[ $file == /sandbox/main.sh ]] || left+=("file $file")
done
for process in /proc/[0-9]*; do
    number=${process#/proc/}
    [[ $number == 1 || $number == "$$" ]] || left+=("process $number")
done
for kind in shm sem msg; do
    mapfile -t objects < "/proc/sysvipc/$kind"
    (( ${#objects[@]} == 1 )) || left+=("ipc $kind")
done
while read -r _ _ _ _ _ _ _ path; do
    [[ -z $path || $path == Path ]] || left+=("socket $path")
done < /proc/net/unix
while read -r _ address _ state _; do
    [[ $state == 0A ]] && left+=("socket $address")
done < /proc/net/tcp
for name in ${!NEIGHBOUR_*}; do
    [[ $name == "NEIGHBOUR_$ME" ]] || left+=("variable $name")
done
if (( ${#left[@]} > 0 )); then
    printf '%s\n' "${left[@]}"
    exit 1
fi

mkdir -p /sandbox/.hidden/deep "/tmp/a b"
echo secret | tee /sandbox/.hidden/deep/file /dev/shm/file "/tmp/a b/file" /tmp/-rf > /sandbox/$'new\nline'
ln -s /etc /sandbox/link
mkfifo /tmp/fifo
chmod 000 /sandbox/.hidden
chmod 0111 /sandbox
ipcmk -M 4096 > /tmp/shm; ipcmk -S 2 > /tmp/sem; ipcmk -Q > /tmp/queue
(setsid bash -c 'trap "" HUP INT TERM; while :; do echo x > /tmp/again; sleep 0.01; done' > /dev/null 2>&1 &)
echo clean
