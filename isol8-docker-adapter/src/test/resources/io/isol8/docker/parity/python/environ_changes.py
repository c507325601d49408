# env: GREETING=hello
import os, subprocess
os.environ["NEW"] = "1"
del os.environ["GREETING"]
os.putenv("PUT", "2")
os.unsetenv("PYTHONUNBUFFERED")
print(subprocess.run(["/usr/bin/env"], capture_output=True, text=True).stdout, list(os.environ))
