print(__file__, __name__, __spec__, __doc__, __package__, __builtins__)
print(type(__loader__).__name__, __loader__.name, __loader__.path)
print("__cached__" in globals(), "__annotations__" in globals())
