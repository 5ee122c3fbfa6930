# expect: data-race results[] error
# expect: may lost-update results[]
import threading

results = [0, 0]


def one():
    return 1


def front():
    for _ in range(20):
        results[1] = results[1] + one()


def back():
    for _ in range(20):
        results[-1] = results[-1] + one()


threads = [threading.Thread(target=front), threading.Thread(target=back)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results[1] > 0)
