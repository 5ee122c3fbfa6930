"""The ways in which a program is measured: as it is, traced as `raceway run` does it, under VizTracer where that is there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(FOLDER)))
SETTINGS = ("PYTHONPATH", "RACEWAY_RECORDING", "RACEWAY_BENCH_PACKAGES")
UNTRACED, TRACED, VIZTRACER = "untraced", "traced", "VizTracer"


class Runner:
    """Runs programs in a folder of its own; `close` takes that away with all recordings."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="raceway-bench-")
        self.plain = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self.packages = os.environ.get("RACEWAY_BENCH_PACKAGES")
        self.ways = [UNTRACED, TRACED] + ([VIZTRACER] if self.packages else [])
        self._runs = 0

    def output(self, way, script):
        """What the program prints. All that it recorded is gone afterwards."""
        self._runs += 1
        place = os.path.join(self.folder, str(self._runs))
        os.mkdir(place)
        try:
            arguments, environment = getattr(self, "_" + way.lower())(script, place)
            command = [sys.executable] + arguments
            return subprocess.run(command, env=environment, cwd=place, check=True, stdout=subprocess.PIPE).stdout
        finally:
            shutil.rmtree(place)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        return path

    def close(self):
        shutil.rmtree(self.folder)

    def _untraced(self, script, place):
        return [script], self.plain

    def _traced(self, script, place):
        run = {
            "version": 1,
            "open": True,
            "budgetBytes": 1 << 30,
            "children": "same",
            "prefix": sys.prefix,
            "races": "on",
        }
        with open(os.path.join(place, "run.json"), "w", encoding="ascii") as file:
            json.dump(run, file)
        inject = os.path.join(ROOT, "runtime", "inject")
        return [script], dict(self.plain, RACEWAY_RECORDING=place, PYTHONPATH=inject)

    def _viztracer(self, script, place):
        options = ["--quiet", "--output_file", os.path.join(place, "trace.json")]
        return ["-m", "viztracer"] + options + ["--", script], dict(self.plain, PYTHONPATH=self.packages)


class Rows:
    """Values by name and way, in the order in which names came."""

    def __init__(self):
        self._rows = {}

    def add(self, name, unit, way, value, aim=""):
        row = {"name": name, "unit": unit, "way": way, "aim": aim, "values": []}
        self._rows.setdefault((name, way), row)["values"].append(value)

    def print(self, **facts):
        names = list(dict.fromkeys(name for name, _ in self._rows))
        rows = [row for name in names for (other, _), row in self._rows.items() if other == name]
        json.dump(dict(facts, rows=rows), sys.stdout)
