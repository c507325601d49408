print("grüße 日本語 😀 \N{COMBINING ACUTE ACCENT} \x00 \x7f \x1b[1m", ascii("ü"), repr("\u200b\ue000"))
import sys
print(sys.stdout.encoding, "ünïcode", file=sys.stderr)
sys.stdout.buffer.write(bytes(range(256)))
