# Excluded: /proc/self/environ, which is what the interpreter was started with, and the times in /proc/self/stat.
for name in ("cmdline", "comm", "oom_score_adj", "attr/current", "loginuid", "timerslack_ns"):
    try:
        print(name, open("/proc/self/" + name, "rb").read())
    except OSError as e:
        print(name, e.errno)
import os
print(os.readlink("/proc/self/exe"), os.readlink("/proc/self/root"), len(os.listdir("/proc/self/task")))
keep = ("Name", "Umask", "State", "TracerPid", "Uid", "Gid", "FDSize", "Groups", "Threads", "Sig", "Shd", "Cap", "NoNew", "Seccomp", "Cpus", "Mems", "VmLck")
print([l for l in open("/proc/self/status") if l.startswith(keep) and not l.startswith("SigQ")])
