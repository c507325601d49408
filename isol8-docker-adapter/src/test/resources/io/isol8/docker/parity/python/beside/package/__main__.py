import sys
print("package's main", __name__, sys.argv)
