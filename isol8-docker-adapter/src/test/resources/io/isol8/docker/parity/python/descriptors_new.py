import os, socket
f = open(__file__)
r, w = os.pipe()
s = socket.socket(socket.AF_UNIX)
print(f.fileno(), r, w, s.fileno(), os.dup(0))
import fcntl
for fd in (0, 1, 2):
    print(fcntl.fcntl(fd, fcntl.F_GETFL), fcntl.fcntl(fd, fcntl.F_GETFD))
