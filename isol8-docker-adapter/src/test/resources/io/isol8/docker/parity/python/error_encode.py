import sys
print("\ud800")
