"""One module for each thing of the standard library that makes threads wait or go on.

Each has an `install(module)`, called with the module that it instruments when the program has imported it, never before.
"""

TABLE = {
    "time": ("sleep",),
    "threading": ("locks", "conditions", "events", "semaphores", "barriers", "threads"),
    "queue": ("queues", "simplequeue"),
}
"""Module of the standard library → our modules, in the order in which they are installed."""
