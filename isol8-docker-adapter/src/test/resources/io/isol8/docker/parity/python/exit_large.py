import sys
print("x", end="")
sys.exit(256 + 3)
