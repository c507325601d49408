import os
print(sorted(os.listdir("/sandbox")), os.listdir("/tmp"))
import json
print(sorted(os.listdir("/sandbox")))
