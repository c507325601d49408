# Tells what a neighbour left, then leaves what a bad neighbour would.
import ctypes
import os
import socket
import sys

left = []
for directory in "/sandbox", "/tmp", "/dev/shm", "/dev/mqueue":
    for name in os.listdir(directory):
        if (directory, name) != ("/sandbox", "main.py"):
            left.append(f"file {directory}/{name}")
for process in filter(str.isdigit, os.listdir("/proc")):
    if int(process) not in (1, os.getpid()):
        left.append(f"process {process}")
for kind in "shm", "sem", "msg":
    with open(f"/proc/sysvipc/{kind}") as objects:
        if len(objects.readlines()) != 1:
            left.append(f"ipc {kind}")
with open("/proc/net/unix") as sockets:
    left += [f"socket {line.split()[7]}" for line in list(sockets)[1:] if len(line.split()) > 7]
with open("/proc/net/tcp") as sockets:
    left += [f"socket {line.split()[1]}" for line in list(sockets)[1:] if line.split()[3] == "0A"]
left += [f"variable {name}" for name in os.environ
         if name.startswith("NEIGHBOUR_") and name != "NEIGHBOUR_" + os.environ["ME"]]
if left:
    print("\n".join(left))
    sys.exit(1)

os.makedirs("/sandbox/package/deep")
for path in "/sandbox/sitecustomize.py", "/sandbox/package/deep/file", "/tmp/file", "/dev/shm/file":
    with open(path, "w") as file:
        file.write("secret")
os.chmod("/sandbox/package", 0)
libc = ctypes.CDLL(None, use_errno=True)
libc.shmget(0x1234, 4096, 0o1666)
libc.msgget(0x1234, 0o1666)
libc.semget(0x1234, 1, 0o1666)
libc.mq_open(b"/queue", os.O_CREAT | os.O_RDWR, 0o600, None)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        abstract = socket.socket(socket.AF_UNIX)
        abstract.bind("\0neighbour")
        abstract.listen()
        listener = socket.socket()
        listener.bind(("127.0.0.1", 7777))
        listener.listen()
        null = os.open("/dev/null", os.O_RDWR)
        for stream in 0, 1, 2:
            os.dup2(null, stream)
        with open("/tmp/listening", "w"):
            pass
        import time
        time.sleep(600)
    os._exit(0)
while not os.path.exists("/tmp/listening"):
    pass
print("clean")
