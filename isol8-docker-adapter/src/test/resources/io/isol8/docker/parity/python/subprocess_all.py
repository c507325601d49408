import subprocess, sys
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.argv, sys.flags, sys.path)"], capture_output=True, text=True))
print(subprocess.run("exit 3", shell=True).returncode, subprocess.getoutput("id -u; pwd; umask; ulimit -a"))
print(subprocess.run(["python3", "-c", "import os; print(list(os.environ.items()))"], capture_output=True, text=True).stdout)
print(subprocess.run(["cat"], input=b"through a pipe", capture_output=True).stdout)
