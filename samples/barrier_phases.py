"""Three painters, three coats: nobody begins a coat before the one below is finished everywhere.

Look at the columns in which all lanes go on at the same moment: there the last painter arrived at the barrier. The other two
waited for him. The fast ones wait longest; a barrier is as quick as its slowest party.
"""

import threading
import time

PAINTERS = 3
COATS = 3

coat_is_dry = threading.Barrier(PAINTERS)
finished = []


def paint(painter):
    for coat in range(COATS):
        time.sleep(0.02 * (painter + 1))
        finished.append((coat, painter))
        coat_is_dry.wait()


def main():
    threads = [
        threading.Thread(target=paint, args=(painter,), name="painter-%d" % painter) for painter in range(PAINTERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("coats in order: %s" % (finished == sorted(finished, key=lambda step: step[0])))


if __name__ == "__main__":
    main()
