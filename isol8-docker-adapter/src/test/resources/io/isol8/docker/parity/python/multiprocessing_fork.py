import multiprocessing as mp, os
def f(x):
    return x * x, os.environ.get("HOME"), __name__
if __name__ == "__main__":
    print(mp.get_start_method(), mp.get_all_start_methods())
    with mp.get_context("fork").Pool(2) as pool:
        print(pool.map(f, range(4)))
