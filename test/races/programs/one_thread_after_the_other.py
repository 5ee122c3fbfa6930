# expect: none
import threading

log = []
total = 0


def work(n):
    global total
    log.append(n)
    total = total + n


for n in range(5):
    thread = threading.Thread(target=work, args=(n,))
    thread.start()
    thread.join()
print(total, log)
