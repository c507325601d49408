# beside: helper.py
# beside: package/__init__.py
# beside: package/inner.py
import helper, sys, os
from package import inner
print(helper.answer(), helper.__file__, inner.NAME, inner.__package__)
print(sorted(os.listdir("/sandbox")), sys.path_importer_cache.keys())
helper.fail()
