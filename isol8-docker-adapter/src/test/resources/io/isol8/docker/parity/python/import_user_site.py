# beside: .local/lib/python3.13/site-packages/installed.py
# beside: .local/lib/python3.13/site-packages/hooked.pth
# beside: .local/lib/python3.13/site-packages/usercustomize.py
import sys, os
import installed
print(installed.__file__, sys.path, list(os.environ.items()), sys.argv)
print(list(sys.modules))
