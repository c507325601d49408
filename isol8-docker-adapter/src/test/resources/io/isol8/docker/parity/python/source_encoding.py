# -*- coding: latin-1 -*-
print("grüße".encode("latin-1"))
