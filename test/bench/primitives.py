"""What one operation of each primitive costs (support/operations.py), untraced, traced, under VizTracer, in CPU of its process.

Fresh processes, one way after the other, several times over.
"""

import json
import os

from support.ways import FOLDER, Rows, Runner

ROUNDS = 5


def main():
    runner, rows = Runner(), Rows()
    operations = os.path.join(FOLDER, "operations.py")
    for _ in range(ROUNDS):
        for way in runner.ways:
            output = runner.output(way, operations)
            try:
                found = json.loads(output)
            except ValueError:
                raise SystemExit("%s: no JSON: %r" % (way, output)) from None
            for name, ns in found.items():
                rows.add(name, "ns", way, ns)
    runner.close()
    rows.print()


if __name__ == "__main__":
    main()
