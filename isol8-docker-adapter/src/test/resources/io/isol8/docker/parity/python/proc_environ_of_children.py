# env: GREETING=hello
import subprocess
print(subprocess.run(["tr", "\\0", "\\n"], stdin=open("/proc/self/environ"), capture_output=True).returncode)
print(subprocess.run(["cat", "/proc/self/environ"], capture_output=True).stdout)
