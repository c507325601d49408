import random, os
print(random.Random(5).random(), len(os.urandom(4)), hash(1.5), hash("") == 0)
