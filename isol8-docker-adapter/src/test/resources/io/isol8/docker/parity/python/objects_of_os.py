import os, posix, sys
print(sys.getsizeof(posix.environ), sys.getsizeof(os.environ._data), os.environ._data is posix.environ)
print(sys.getsizeof(sys.modules), len(os.environb), type(os.environ))
print({k: type(v).__name__ for k, v in vars(os.environ).items()})
