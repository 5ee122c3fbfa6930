# expect: data-race counter error
# expect: may lost-update counter
import threading

counter = 0


def step():
    return 1


def work():
    global counter
    for _ in range(100):
        counter += step()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter > 0)
