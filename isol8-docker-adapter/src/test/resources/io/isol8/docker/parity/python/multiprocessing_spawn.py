import multiprocessing as mp, os, sys
def f(queue):
    queue.put((__name__, sys.argv, sys.path, os.getcwd(), list(os.environ)))
if __name__ == "__main__":
    context = mp.get_context("spawn")
    queue = context.SimpleQueue()
    p = context.Process(target=f, args=(queue,))
    p.start()
    print(queue.get())
    p.join()
    print(p.exitcode)
