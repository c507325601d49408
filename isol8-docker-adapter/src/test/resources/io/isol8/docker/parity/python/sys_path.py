import sys
print(sys.path, sys.meta_path, [getattr(h, "__name__", h) for h in sys.path_hooks][:1], len(sys.path_hooks))
