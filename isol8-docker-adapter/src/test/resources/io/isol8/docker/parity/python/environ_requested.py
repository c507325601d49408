# env: GREETING=hello
# env: EMPTY=
# env: EQUALS=a=b=c
# env: UMLAUT=grüße 日本 😀
# env: TRICKY=  leading and trailing  
# env: lower=case
import os, posix
print(list(os.environ.items()))
print(list(posix.environ.items()))
print(os.environ["UMLAUT"], os.environ["EMPTY"] == "", os.getenv("EQUALS"), os.getenv("none"))
