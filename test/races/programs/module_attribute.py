# expect: data-race me.hits error
# expect: may lost-update me.hits
import sys, threading

hits = 0
me = sys.modules[__name__]


def one():
    return 1


def work():
    for _ in range(30):
        me.hits = me.hits + one()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(hits > 0)
