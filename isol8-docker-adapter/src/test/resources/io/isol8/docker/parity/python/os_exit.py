import os, sys
sys.stdout.write("lost or not")
os._exit(9)
