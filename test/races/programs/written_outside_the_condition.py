# expect: data-race ready warning
import threading

condition, ready = threading.Condition(), False


def make():
    global ready
    ready = True
    with condition:
        condition.notify()


def use():
    with condition:
        while not ready:
            condition.wait(0.01)


threads = [threading.Thread(target=use), threading.Thread(target=make)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(ready)
