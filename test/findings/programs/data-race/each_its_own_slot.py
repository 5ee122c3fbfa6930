# expect: none
# All write into one list, but each into a slot of its own, and it is read behind the joins.
import threading

totals = [0, 0, 0]


def work(slot):
    for number in range(20):
        totals[slot] = totals[slot] + number


threads = [threading.Thread(target=work, args=(slot,)) for slot in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sum(totals))
