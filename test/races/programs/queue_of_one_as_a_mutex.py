# expect: none
import queue, threading

token, total = queue.Queue(1), 0


def work():
    global total
    for _ in range(20):
        token.put(None)
        total = total + 1
        token.get()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
