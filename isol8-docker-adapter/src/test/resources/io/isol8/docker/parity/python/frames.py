import sys, traceback, inspect
frame = sys._getframe()
while frame:
    print(frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno)
    frame = frame.f_back
traceback.print_stack()
print(inspect.stack()[0][1:5], len(inspect.stack()))
