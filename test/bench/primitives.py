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
            # VizTracer may say behind it that it waits for child processes.
            found, _ = json.JSONDecoder().raw_decode(runner.output(way, operations).decode())
            for name, ns in found.items():
                rows.add(name, "ns", way, ns)
    runner.close()
    rows.print()


if __name__ == "__main__":
    main()
