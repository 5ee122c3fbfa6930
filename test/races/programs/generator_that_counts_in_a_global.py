# expect: data-race drawn error
# expect: may lost-update drawn
import threading

drawn = 0


def numbers():
    global drawn
    for n in range(20):
        seen = drawn
        yield n
        drawn = seen + 1


def work():
    for _ in numbers():
        pass


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(drawn > 0)
