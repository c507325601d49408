import os, signal
signal.signal(signal.SIGUSR1, lambda n, f: print("got", n, f.f_lineno))
os.kill(os.getpid(), signal.SIGUSR1)
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.signal(signal.SIGALRM, lambda n, f: print("alarm"))
signal.pause()
os.kill(os.getpid(), signal.SIGTERM)
