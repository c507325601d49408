import sys
print(sys.getrefcount(None) > 1, len(object.__subclasses__()), [c.__name__ for c in object.__subclasses__()])
print([c.__name__ for c in Exception.__subclasses__()])
