import sys
for name, finder in sys.path_importer_cache.items():
    print(name, type(finder).__name__)
