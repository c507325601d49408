# env: GREETING=hello
import subprocess
print(subprocess.run(["env"], capture_output=True, text=True).stdout)
print(subprocess.run(["sh", "-c", "echo $GREETING $LC_CTYPE"], capture_output=True, text=True).stdout)
