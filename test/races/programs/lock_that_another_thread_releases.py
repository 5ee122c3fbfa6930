# expect: none
"""A lock as a signal: who waits for it takes it twice, and the other thread lets it go when it is done."""

import threading

done = threading.Lock()
result = []
total = 0


def work():
    global total
    for number in range(10):
        result.append(number)
    total = len(result) + 1
    done.release()


done.acquire()
worker = threading.Thread(target=work)
worker.start()
done.acquire()
total = total + 1
print(total, len(result))
worker.join()
