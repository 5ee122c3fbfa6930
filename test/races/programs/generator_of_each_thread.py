# expect: none
import threading


def numbers(n):
    total = 0
    for k in range(n):
        total = total + k
        yield total


def work():
    print(sum(numbers(10)))


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
