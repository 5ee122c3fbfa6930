# expect: none
import threading

here = threading.local()


def work():
    here.n = 0
    for _ in range(20):
        here.n = here.n + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
