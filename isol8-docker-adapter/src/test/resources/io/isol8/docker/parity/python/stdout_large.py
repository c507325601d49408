import sys
for i in range(3000):
    sys.stdout.write(f"{i} " * 20 + "\n")
sys.stderr.write("e" * 100000)
