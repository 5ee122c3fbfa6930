"""Finds the other Pythons of this machine: those too old to be traced, which a traced program may start too."""

import glob
import os
import shutil
import subprocess


def find(version):
    """Path of an interpreter of the version "X.Y" that runs, from PATH, pyenv or uv; None where there is none."""
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR") or os.path.expanduser("~/.local/share/uv/python")
    candidates = [shutil.which("python" + version)]
    candidates += sorted(glob.glob(os.path.join(pyenv, "versions", version + ".*", "bin", "python")))
    candidates += sorted(glob.glob(os.path.join(uv, "cpython-%s.*" % version, "bin", "python" + version)))
    for path in candidates:
        # pyenv's shims stand on PATH for versions that are not selected, and then do not start.
        if path and _tells(path) == version:
            return path
    return None


def _tells(path):
    text = "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([path, "-E", "-S", "-c", text], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return answer.stdout.decode("ascii", "replace")
