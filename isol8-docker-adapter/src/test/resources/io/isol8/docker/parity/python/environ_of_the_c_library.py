# env: GREETING=hello
import ctypes
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
for name in (b"GREETING", b"ISOL8_ZYGOTE", b"LC_CTYPE", b"HOME", b"NODE_OPTIONS"):
    print(name, libc.getenv(name))
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
i = 0
while environ[i]:
    print(environ[i])
    i += 1
