import sys
def hook(kind, value, trace):
    print("hooked", kind, value, trace.tb_lineno, trace.tb_next, trace.tb_frame.f_code.co_filename, file=sys.stderr)
sys.excepthook = hook
raise ValueError("x")
