import codecs, sys
print(sorted(name for name in sys.modules if name.startswith("encodings")))
print(codecs.lookup("utf-8").name, codecs.lookup_error("strict") is codecs.strict_errors)
