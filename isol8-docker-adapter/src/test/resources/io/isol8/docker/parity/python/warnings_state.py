import warnings
print(warnings.filters, warnings.defaultaction, warnings.onceregistry)
warnings.warn("shown", RuntimeWarning)
warnings.warn("hidden", DeprecationWarning)
def f():
    warnings.warn("here", UserWarning, stacklevel=2)
f()
