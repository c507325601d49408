import sys, os, stat
print(sys.stdin.isatty(), sys.stdin.readable(), sys.stdin.encoding, sys.stdin.errors, sys.stdin.name, sys.stdin.mode)
print(sys.stdin.seekable(), stat.S_ISCHR(os.fstat(0).st_mode), os.readlink("/proc/self/fd/0"))
print(repr(sys.stdin.read()), sys.stdin.buffer.read(), list(sys.stdin), os.read(0, 10))
