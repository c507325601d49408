import os
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"from the child")
    os._exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), os.read(r, 100))
