import time, datetime
print(time.tzname, time.timezone, time.daylight, time.localtime(0)[:6], datetime.datetime.fromtimestamp(86400).astimezone().tzinfo)
