import atexit
class F:
    def __repr__(self): return "F"
    def __call__(self): raise ValueError("late")
atexit.register(F())
print("x")
