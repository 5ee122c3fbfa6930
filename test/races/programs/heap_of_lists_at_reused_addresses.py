# expect: none
import heapq
import threading

heap = [[number, 0] for number in range(4)]
lock = threading.Lock()


def work():
    for number in range(60):
        with lock:
            job = heapq.heappop(heap)
        job[1] = job[1] + len(job)
        del job
        job = [number, 0]
        job[1] = job[1] + len(job)
        with lock:
            heapq.heappush(heap, job)
        del job
        threading.Thread(target=str).start()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(heap))
