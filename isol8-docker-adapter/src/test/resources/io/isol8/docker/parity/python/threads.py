import threading
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
lock = threading.Lock()
total = 0
def add():
    global total
    for _ in range(1000):
        with lock:
            total += 1
ts = [threading.Thread(target=add) for _ in range(8)]
[t.start() for t in ts]
[t.join() for t in ts]
print(total, [t.name for t in ts])
threading.Thread(target=print, args=("not joined",)).start()
