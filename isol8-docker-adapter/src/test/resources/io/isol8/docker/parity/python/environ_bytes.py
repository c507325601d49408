import os, posix
print(list(os.environb.items()))
print(list(posix.environ.items()))
