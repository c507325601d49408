class D:
    def __del__(self):
        raise ValueError("cannot be raised")
import sys
sys.unraisablehook = lambda u: print(type(u.exc_value), u.err_msg, file=sys.stderr)
D()
