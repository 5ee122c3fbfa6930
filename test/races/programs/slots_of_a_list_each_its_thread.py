# expect: none
import threading

results = [0] * 4


def work(n):
    for _ in range(20):
        results[n] = results[n] + n


threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
