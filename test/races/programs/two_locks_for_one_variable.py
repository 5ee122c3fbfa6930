# expect: data-race total error
# expect: may lost-update total
import threading

total = 0
first, second = threading.Lock(), threading.Lock()


def price():
    return 2


def add_first():
    global total
    for _ in range(20):
        with first:
            total = total + price()


def add_second():
    global total
    for _ in range(20):
        with second:
            total = total + price()


threads = [threading.Thread(target=target) for target in (add_first, add_second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total > 0)
