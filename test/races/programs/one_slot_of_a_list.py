# expect: data-race results[] warning luck
import threading

results = [0]


def work():
    for _ in range(30):
        results[0] += 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results)
