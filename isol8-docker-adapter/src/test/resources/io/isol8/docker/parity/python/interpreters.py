import sys, _thread
print(_thread._count(), sys.is_finalizing(), sys.activate_stack_trampoline, sys.is_stack_trampoline_active())
print(sys.get_int_max_str_digits(), sys.get_coroutine_origin_tracking_depth(), sys.getdlopenflags())
