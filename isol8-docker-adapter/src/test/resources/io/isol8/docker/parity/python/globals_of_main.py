print([(k, type(v).__name__) for k, v in list(globals().items())])
import sys
print([(k, type(v).__name__) for k, v in list(vars(sys.modules["__main__"]).items())])
print(dir(), len(vars()))
