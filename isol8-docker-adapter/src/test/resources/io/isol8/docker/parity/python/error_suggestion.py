import collections
colections = 1
print(collection)
