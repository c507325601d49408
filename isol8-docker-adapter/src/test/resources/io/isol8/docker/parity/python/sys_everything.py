import sys
print(list(vars(sys)))
for name in ("byteorder", "copyright", "float_info", "hexversion", "implementation", "int_info", "maxsize", "platform",
             "version", "thread_info", "ps1", "last_exc", "tracebacklimit", "displayhook", "excepthook"):
    print(name, str(getattr(sys, name, "none")).split(" at 0x")[0])
