# expect: lock-contention info
# Each computes for itself, but under the lock of all.
import threading

results = {}
results_lock = threading.Lock()
all_there = threading.Barrier(4)


def work(number):
    all_there.wait()
    with results_lock:  # here
        results[number] = sum(i * i for i in range(200_000))


threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
