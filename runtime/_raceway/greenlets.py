"""gevent and eventlet put greenlets in the place of threads and replace what instruments stand on: from then on these stay away.

They leave before the module is executed, while all is still as they made it; what it replaces then is nobody's but its own.
Threads of the operating system go on having lanes and samples.
"""

from _functools import partial

from _raceway import imports, instruments, patching, recorder

MODULES = ("gevent", "eventlet")


def watch():
    """Let the instruments leave when the program imports one of them."""
    for name in MODULES:
        imports.before_import(name, partial(_stand_down, name))


def _stand_down(name):
    for instrument in patching.instruments:
        instrument.withdraw()
    imports.forget(instruments.TABLE)
    text = "%s was imported: its greenlets take the place of threads; locks, queues, waits and tasks go unrecorded after that"
    recorder.note(name, text % name)
