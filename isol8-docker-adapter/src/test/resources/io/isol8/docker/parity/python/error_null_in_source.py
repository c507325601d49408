x = "a b"
eval("1 +\0 1")
