# expect: none
# Each adds to a sum of its own; one thread puts them together behind the joins.
import threading

sums = {}


def add(name):
    own = 0
    for number in range(100):
        own = own + number
    sums[name] = own


sums.update(a=0, b=0, c=0)
threads = [threading.Thread(target=add, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(sums.values()))
