# expect: data-race low error
# expect: data-race high error
# expect: may lost-update low
# expect: may lost-update high
import threading

low, high = 0, 10


def spread(n):
    return n + 1


def work():
    global low, high
    for _ in range(30):
        low, high = spread(low), spread(high)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(low > 0)
