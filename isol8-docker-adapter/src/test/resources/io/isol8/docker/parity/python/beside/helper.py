def answer():
    return 42

def fail():
    raise ValueError("from the helper: ü")
