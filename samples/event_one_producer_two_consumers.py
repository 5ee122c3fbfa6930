"""One thread prepares, two wait for it: an event lets both go with one `set`.

Look at the two edges that leave the one `set`: both consumers wake at that moment. A thread that comes later does not wait
at all, because an event stays set; the main thread's `wait` shows that.
"""

import threading
import time

menu = []
menu_is_ready = threading.Event()
read = []


def write_menu():
    time.sleep(0.2)
    menu.extend(["soup", "bread"])
    menu_is_ready.set()


def read_menu():
    menu_is_ready.wait()
    read.append(tuple(menu))


def main():
    threads = [threading.Thread(target=read_menu, name="guest-%d" % number) for number in range(2)]
    threads.append(threading.Thread(target=write_menu, name="cook"))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    menu_is_ready.wait()
    print(read)


if __name__ == "__main__":
    main()
