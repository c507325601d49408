import builtins
print(list(vars(builtins)))
