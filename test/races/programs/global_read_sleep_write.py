# expect: data-race counter error
# expect: lost-update counter
import threading, time

counter = 0


def work():
    global counter
    seen = counter
    time.sleep(0.01)
    counter = seen + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter > 0)
