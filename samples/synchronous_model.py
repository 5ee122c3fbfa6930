"""One thread asks three servers, one after the other: most of its time it waits and could do something else.

There is one lane, and most of it is grey: `sleep` stands for a server that takes its time to answer. Three threads, or
asyncio, would let the three waits lie beside each other instead of end to end.
"""

import time

SERVERS = ("prices", "stock", "reviews")


def ask(server):
    time.sleep(0.1)
    return "%s: ok" % server


def main():
    for server in SERVERS:
        print(ask(server))


if __name__ == "__main__":
    main()
