# expect: data-race seen info
import threading

seen = set()


def work():
    for n in range(20):
        seen.add(n)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(seen))
