import re
print(sorted({line.split()[5] for line in open("/proc/self/maps") if len(line.split()) > 5}))
