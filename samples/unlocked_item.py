"""A mistake on purpose: counts in a dict, `votes[choice] += …` without a lock, and votes are lost.

Each item is a variable of its own. Both clerks count `tea`: there they get in each other's way. Only one counts `cocoa`: nothing
is lost. The addition looks like one step, but between the read of the item and its write stands the call. The barrier stands for
bad luck: both have read when the first one writes.
"""

import threading

ROUNDS = 20

votes = {"tea": 0, "cocoa": 0}


both_count_tea = threading.Barrier(2)


def count_a_slip(choice):
    """Stands for slow work."""
    if choice == "tea":
        both_count_tea.wait()
    return 1


def count(choices):
    for choice in choices * ROUNDS:
        votes[choice] += count_a_slip(choice)


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
