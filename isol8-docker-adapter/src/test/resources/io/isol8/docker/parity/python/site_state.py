import site, sys
print(site.ENABLE_USER_SITE, site.USER_SITE, site.USER_BASE, site.PREFIXES, list(vars(site)))
print(site.getsitepackages(), site.getusersitepackages())
