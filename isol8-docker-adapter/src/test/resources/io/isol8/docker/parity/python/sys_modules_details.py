import sys
for name, module in sorted(sys.modules.items()):
    print(name, getattr(module, "__file__", None), sorted(k for k in vars(module)))
