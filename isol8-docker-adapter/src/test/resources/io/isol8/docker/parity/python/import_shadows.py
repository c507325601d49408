# beside: random.py
import random
print(random.WHO, random.__file__)
