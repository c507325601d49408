import tempfile, os
print(tempfile.gettempdir(), os.path.expanduser("~"), os.environ.get("USER"))
try:
    print(__import__("getpass").getuser())
except Exception as e:
    print(type(e))
