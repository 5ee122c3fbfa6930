# expect: none
import threading


def memoised(function):
    known, lock, calls = {}, threading.Lock(), 0

    def inner(n):
        nonlocal calls
        with lock:
            calls += 1
            if n in known:
                return known[n]
        value = function(n)
        with lock:
            return known.setdefault(n, value)

    def count():
        with lock:
            return calls

    inner.count = count
    return inner


@memoised
def square(n):
    return [n * n]


@memoised
def cube(n):
    return [n * n * n]


def work():
    for n in range(20):
        square(n % 5)
        cube(n % 4)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(square.count(), cube.count())
