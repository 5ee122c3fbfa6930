# expect: none
import threading

condition, items, total = threading.Condition(), [], 0


def make():
    for n in range(10):
        with condition:
            items.append(n)
            condition.notify()


def use():
    global total
    for _ in range(10):
        with condition:
            while not items:
                condition.wait()
            total = total + items.pop()


threads = [threading.Thread(target=use), threading.Thread(target=make)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
