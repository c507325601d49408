import unittest
class T(unittest.TestCase):
    def test_ok(self): self.assertTrue(True)
    def test_skip(self): self.skipTest("why")
unittest.TextTestRunner(stream=open("/dev/null", "w")).run(unittest.TestSuite())
r = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__")).run(r)
print(r)
