import os
for fd in sorted(map(int, os.listdir("/proc/self/fd"))):
    try:
        print(fd, os.readlink(f"/proc/self/fd/{fd}").split(":")[0], os.get_inheritable(fd))
    except OSError as e:
        print(fd, e.errno)
