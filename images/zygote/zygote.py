# Holds an interpreter that was started ahead, before it looks at its program, until a run wants it. Executed by
# isol8.pth, not imported, so that it leaves no module behind.
#
# What comes on descriptor 3 is the run's directory and environment, each with a zero byte behind it. Afterwards
# nothing may be different from an interpreter that was started with them.
import os
import posix


def wait():
    parts = []
    while part := posix.read(3, 65536):
        parts.append(part)
    posix.close(3)
    word = b"".join(parts)
    if not word:
        posix._exit(0)
    directory, *environment = word.split(b"\0")[:-1]
    posix.chdir(directory)
    # Where no locale is set, the interpreter sets this one for itself and its children (PEP 538).
    if coerced := posix.environ.get(b"LC_CTYPE"):
        environment.append(b"LC_CTYPE=" + coerced)
    os.environ.clear()
    posix.environ.clear()
    for entry in environment:
        name, _, value = entry.partition(b"=")
        posix.environ[name] = value
        os.environb[name] = value


wait()
