# expect: data-race error certainty=race
# may: lost-update
import threading

counter = 0


def price():
    return 1


def work():
    global counter
    for _ in range(100):
        counter = counter + price()  # between the read and the write another thread may have written  # here


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("expected 300, got", counter)
