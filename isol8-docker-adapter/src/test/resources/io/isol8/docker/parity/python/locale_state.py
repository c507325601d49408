import locale, os
print(locale.setlocale(locale.LC_ALL), locale.getlocale(), locale.getpreferredencoding(), locale.getencoding())
print(locale.localeconv(), os.environ.get("LC_CTYPE"), os.environ.get("LC_ALL"), os.environ.get("LANG"))
print(sorted(["b", "ä", "a", "Z"], key=locale.strxfrm), locale.nl_langinfo(locale.CODESET))
