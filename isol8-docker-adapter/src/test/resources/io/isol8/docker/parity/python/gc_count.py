# Excluded: how many objects the youngest generation has seen, which is about twenty more after the wait, and how many
# objects exist (len(gc.get_objects()), sys.getallocatedblocks()), which differs by a few.
import gc
print(gc.get_count()[1:], gc.get_stats())
