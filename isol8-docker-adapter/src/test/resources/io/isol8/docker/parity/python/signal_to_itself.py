import os, signal
signal.signal(signal.SIGUSR1, lambda n, f: print("got", n, f.f_lineno))
os.kill(os.getpid(), signal.SIGUSR1)
rung = []
def ring(n, f):
    rung or print("alarm")
    rung.append(n)
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while not rung:
    signal.pause()
signal.setitimer(signal.ITIMER_REAL, 0)
os.kill(os.getpid(), signal.SIGTERM)
