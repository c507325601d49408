import sys
if __name__ == "__main__":
    import main
    print(main is sys.modules["__main__"], main.__name__)
    import os
    print(os.listdir("/sandbox"))
else:
    print("imported", __name__)
