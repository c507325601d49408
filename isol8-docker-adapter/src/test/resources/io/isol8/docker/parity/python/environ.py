import os
print(dict(os.environ), list(os.environ))
print(os.environ)
