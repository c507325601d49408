import atexit, sys
atexit.register(lambda: print("first registered"))
atexit.register(print, "second registered")
print(atexit._ncallbacks())
class D:
    def __del__(self):
        print("deleted", sys is not None)
d = D()
