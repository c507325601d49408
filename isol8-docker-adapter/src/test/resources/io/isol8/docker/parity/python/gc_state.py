import gc
print(gc.isenabled(), gc.get_threshold(), gc.garbage, gc.get_debug(), gc.callbacks)
print(gc.collect(), gc.collect(), gc.get_freeze_count())
