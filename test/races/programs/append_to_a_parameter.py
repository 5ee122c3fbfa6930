# expect: data-race items info
import threading


def work(items):
    for n in range(20):
        items.append(n)


shared = []
threads = [threading.Thread(target=work, args=(shared,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(shared))
