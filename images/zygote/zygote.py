# Holds an interpreter that was started ahead, before it looks at its program, until a run wants it. Executed by
# isol8.pth, not imported, and without a function of its own, so that it leaves neither a module nor garbage behind.
#
# What comes on descriptor 63 is the run's directory and environment, each with a zero byte behind it. Afterwards
# nothing may be different from an interpreter that was started with them.
import os
import posix
import site
import sys

word = b""
while part := posix.read(63, 65536):
    word += part
posix.close(63)
if not word:
    posix._exit(0)
directory, *environment = word.split(b"\0")[:-1]
posix.chdir(directory)
environment = dict(entry.split(b"=", 1) for entry in environment)
# The user's packages have been looked for already, in vain; if there are some by now, it is too late.
if site.ENABLE_USER_SITE and os.path.isdir(site.USER_SITE):
    os.execvpe(sys.orig_argv[0], sys.orig_argv, environment)
# Where no locale is set, the interpreter sets this one for itself and its children (PEP 538).
if b"LC_CTYPE" in posix.environ:
    environment.setdefault(b"LC_CTYPE", posix.environ[b"LC_CTYPE"])
os.environ.clear()
posix.environ.clear()
for name, value in environment.items():
    os.environb[name] = value
