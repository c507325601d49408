import os
print(sorted(p == str(os.getpid()) or p for p in os.listdir("/proc") if p.isdigit()).__len__())
print(open("/proc/1/comm").read())
