def f(n):
    if n == 0:
        raise KeyError("deep")
    f(n - 1)
try:
    f(5)
except KeyError as e:
    raise RuntimeError("while handling") from e
