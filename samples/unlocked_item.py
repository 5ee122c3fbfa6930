"""A mistake on purpose: counts in a dict, `votes[choice] += …` without a lock, and votes are lost.

Each item is a variable of its own. Both clerks count `tea`: there they get in each other's way. Only one counts `cocoa`: nothing
is lost. The addition looks like one step, but between the read of the item and its write stands the call.
"""

import threading
import time

ROUNDS = 20

votes = {"tea": 0, "cocoa": 0}


def count_a_slip():
    """Stands for slow work."""
    time.sleep(0.001)
    return 1


def count(choices):
    for choice in choices * ROUNDS:
        votes[choice] += count_a_slip()  # the old count is read before the call


def main():
    clerks = [
        threading.Thread(target=count, args=(["tea"],), name="clerk-0"),
        threading.Thread(target=count, args=(["tea", "cocoa"],), name="clerk-1"),
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    print("cocoa", votes["cocoa"])
    print("votes for tea were lost" if votes["tea"] < 2 * ROUNDS else "no vote was lost, this time")


if __name__ == "__main__":
    main()
