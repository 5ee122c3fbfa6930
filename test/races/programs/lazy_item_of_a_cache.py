# expect: data-race cache[] warning lazy-init
import threading

cache = {}


def square(n):
    if n not in cache:
        cache[n] = n * n
    return cache[n]


def work():
    for n in range(5):
        square(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(square(4))
