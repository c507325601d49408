import sys
print(sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode, sys.pycache_prefix)
print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.getdefaultencoding(), sys.getfilesystemencoding())
print(sys.getfilesystemencodeerrors(), sys.flags.hash_randomization, sys.get_asyncgen_hooks())
