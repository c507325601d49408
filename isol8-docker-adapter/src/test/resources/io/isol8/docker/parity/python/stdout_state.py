import sys
for s in (sys.stdout, sys.stderr, sys.__stdout__):
    print(s.encoding, s.errors, s.line_buffering, s.write_through, s.isatty(), s.name, s.newlines, s.seekable())
    print(type(s.buffer), type(s.buffer.raw) if hasattr(s.buffer, "raw") else None)
