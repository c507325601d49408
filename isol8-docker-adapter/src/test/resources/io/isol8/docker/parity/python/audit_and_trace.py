import sys
events = []
sys.addaudithook(lambda e, a: events.append(e))
open("/dev/null").close()
import decimal
print([e for e in events if e in ("open", "import")][:3], sys.gettrace(), sys.getprofile())
