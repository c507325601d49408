# workdir: /tmp
import os, sys
print(os.getcwd(), os.readlink("/proc/self/cwd"), sys.path[0], __file__, os.listdir("."))
open("here", "w").close()
print(os.path.exists("/tmp/here"))
