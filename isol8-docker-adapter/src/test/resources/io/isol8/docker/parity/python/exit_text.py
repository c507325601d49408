import sys
sys.exit("grüße: a reason")
