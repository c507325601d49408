import inspect, linecache
def f():
    """Says ü."""
    return 1
print(inspect.getsource(f), inspect.getsourcefile(f), inspect.getmodule(f).__name__)
print(linecache.getline(__file__, 1), list(linecache.cache))
print(open(__file__, encoding="utf8").read())
