"""Runs programs as a user's interpreter would, traced and untraced."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple

from support.recording import Recording

RUNTIME = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "runtime"))
INJECT = os.path.join(RUNTIME, "inject")
# A program that takes longer than this hangs, whatever the machine.
TIMEOUT_SECONDS = 120


class Outcome(namedtuple("Outcome", "code out err")):
    """How a program ended and what it printed."""

    def comparable(self):
        """The same without the addresses in it, which differ from run to run."""
        return self._replace(**{name: re.sub("0x[0-9a-f]+", "0x", getattr(self, name)) for name in ("out", "err")})


class Workshop:
    """A temporary folder with programs in it, and recordings of them. Use `with`, or call `close`."""

    def __init__(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="raceway-test-"))
        # What the tracer keeps from run to run is no business of the user's own cache.
        self.cache = tempfile.mkdtemp(prefix="raceway-test-cache-")
        self.runs = 0
        self.recording_folder = None

    def close(self):
        shutil.rmtree(self.folder)
        shutil.rmtree(self.cache)

    def write(self, name, text=""):
        """Make the file `name`, a path in the folder or an absolute one; returns its absolute path."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def new_recording(self, **changes):
        """A recording folder as the host makes it; `changes` go into its run.json."""
        self.runs += 1
        folder = os.path.join(self.folder, "recording-%d" % self.runs)
        os.mkdir(folder, 0o700)
        run = {"version": 1, "open": True, "budgetBytes": 1 << 30, "children": "same", "prefix": None}
        run.update(changes)
        with open(os.path.join(folder, "run.json"), "w", encoding="utf-8") as file:
            json.dump(run, file)
        self.recording_folder = folder
        return folder

    def untraced(self, *arguments, **options):
        """Run the interpreter with `arguments`. Options: python, env (changes), cwd, input, pythonpath (a list)."""
        return self._run(arguments, options.pop("pythonpath", []), {}, **options)

    def traced(self, *arguments, recording=None, inject=INJECT, **options):
        """The same with Raceway injected; `self.recording()` reads what it recorded."""
        recording = recording or self.new_recording()
        return self._run(
            arguments, [inject] + options.pop("pythonpath", []), {"RACEWAY_RECORDING": recording}, **options
        )

    def start_traced(self, *arguments, recording):
        """The same, and returns at once: a Popen whose input and output are pipes of text."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            cwd=self.folder,
            env=environment([INJECT], {"RACEWAY_RECORDING": recording}),
        )

    def recording(self):
        return Recording(self.recording_folder)

    def _run(self, arguments, pythonpath, extra, python=sys.executable, env=None, cwd=None, input=None):
        settings = environment(pythonpath, dict(extra, XDG_CACHE_HOME=self.cache))
        settings.update(env or {})
        process = subprocess.run(
            [python, *arguments],
            input=input,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=TIMEOUT_SECONDS,
            cwd=cwd or self.folder,
            env=settings,
        )
        return Outcome(process.returncode, process.stdout, process.stderr)


def environment(pythonpath, extra):
    """What a program has in its environment: nothing of the caller's Python settings, and `extra`."""
    settings = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "RACEWAY_RECORDING"
    }
    settings.update(extra)
    if pythonpath:
        settings["PYTHONPATH"] = os.pathsep.join(pythonpath)
    return settings
