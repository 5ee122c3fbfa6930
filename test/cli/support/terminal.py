"""Runs a command on a terminal of its own and types Ctrl-C when it says the line "ready", once for each time it says so.

    python terminal.py COMMAND WORDS…

Prints one JSON object: {"code": exit code, "output": all that appeared on the terminal}.
"""

import json
import os
import pty
import sys


def main(command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    output, typed = b"", 0
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux: the last process that had the terminal open is gone
            break
        if not piece:
            break
        output += piece
        while output.count(b"ready\r\n") > typed:
            typed += 1
            os.write(terminal, b"\x03")
    _, status = os.waitpid(pid, 0)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    print(json.dumps({"code": code, "output": output.decode("utf-8", "replace")}))


main(sys.argv[1:])
