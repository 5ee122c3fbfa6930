"""The operating system without what a program put in its way (runtime/_raceway/system.py)."""

import os
import sys
import tempfile
import unittest

from support.inprocess import RUNTIME
from support.programs import Workshop

sys.path.insert(0, RUNTIME)
from _raceway import system  # noqa: E402

sys.path.remove(RUNTIME)

# As tools do that look for blocking calls in coroutines.
REFUSING = """
import os, subprocess, sys

def refuse(*arguments, **options):
    raise Refused

class Refused(Exception):
    pass

for name in ("stat", "lstat", "readlink", "open", "listdir", "mkdir", "getcwd", "fstat", "scandir"):
    setattr(os, name, refuse)
print(subprocess.Popen([sys.executable, "-c", "print(1)"]).wait(), flush=True)
print(subprocess.Popen("exit 3", shell=True).wait(), flush=True)
"""

# Some go so far as to change the type of all locks.
REFUSING_LOCKS = """
import _thread, ctypes, gc, os

methods = gc.get_referents(_thread.LockType.__dict__)[0]
acquire = methods["acquire"]

def put(function):
    methods["acquire"] = function
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(_thread.LockType))

def refuse(*arguments):
    raise ValueError("blocking")

put(refuse)
if os.fork() == 0:
    os._exit(0)
print(os.wait()[1])
put(acquire)
"""


class RealPath(unittest.TestCase):
    @unittest.skipIf(os.name == "nt", "os.path.realpath itself")
    def test_is_that_of_the_standard_library(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = os.path.realpath(folder)
            os.makedirs(folder + "/a/b")
            open(folder + "/a/file", "w").close()
            links = {
                "to_b": "a/b",
                "up": "to_b/../file",
                "far": folder + "/to_b",
                "lost": "nowhere/x",
                "a/b/round": "../../up",
            }
            for name, target in links.items():
                os.symlink(target, folder + "/" + name)
            names = list(links) + [
                "a/./b/../file",
                "a//b/",
                "to_b/round",
                "far/../file",
                "none/of/them",
                "",
                "..",
                "a/b/../../..",
            ]
            for name in names:
                path = folder + "/" + name
                self.assertEqual(system.real_path(path), os.path.realpath(path), name)
            os.symlink("circle", folder + "/circle")
            self.assertEqual(system.real_path(folder + "/circle"), folder + "/circle")
            for path in ("", ".", "x/../y", "/", "//", "/.."):
                self.assertEqual(system.real_path(path), os.path.realpath(path).replace("//", "/"), path)

    def test_files_and_folders(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual((system.is_folder(folder), system.is_file(folder)), (True, False))
            self.assertEqual((system.is_folder(__file__), system.is_file(__file__)), (False, True))
            for path in (folder + "/none", "nul\0in it"):
                self.assertEqual((system.is_folder(path), system.is_file(path)), (False, False))


class Replaced(unittest.TestCase):
    @unittest.skipIf(os.name == "nt", "exit in a shell")
    def test_what_a_program_put_into_os_does_not_meet_us(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        script = workshop.write("refusing.py", REFUSING)
        plain, traced = workshop.untraced(script), workshop.traced(script)
        self.assertEqual((traced.code, traced.out, traced.err), (plain.code, plain.out, plain.err))
        self.assertEqual(plain.out, "1\n0\n3\n")
        names = [row["notTraced"] for row in workshop.recording().processes[0].rows("child")]
        self.assertEqual(names, [None, "not a Python program"])

    @unittest.skipUnless(hasattr(os, "fork"), "needs os.fork")
    def test_nor_does_what_it_put_into_the_type_of_locks(self):
        workshop = Workshop()
        self.addCleanup(workshop.close)
        script = workshop.write("refusing.py", REFUSING_LOCKS)
        plain, traced = workshop.untraced(script), workshop.traced(script)
        self.assertEqual((traced.code, traced.out), (plain.code, plain.out))
        self.assertEqual(plain.out, "0\n")
        # On some versions a hook of the library's own meets it.
        self.assertEqual(traced.err.count("blocking"), plain.err.count("blocking"), traced.err)


if __name__ == "__main__":
    unittest.main()
