import pickle
class C:
    pass
print(pickle.dumps(C()), pickle.loads(pickle.dumps(C())).__class__, C)
