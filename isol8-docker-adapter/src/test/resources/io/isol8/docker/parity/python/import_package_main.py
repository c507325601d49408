# beside: package/__init__.py
# beside: package/__main__.py
import runpy
runpy.run_module("package", run_name="__main__")
