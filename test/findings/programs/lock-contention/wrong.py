# expect: lock-contention info lanes=7 count=7 exact=true
import threading
import time

log = []
log_lock = threading.Lock()
all_there = threading.Barrier(8)


def serve(request):
    all_there.wait()
    with log_lock:  # here
        answer = request * 2
        time.sleep(0.02)  # sends the answer
        log.append(answer)


threads = [threading.Thread(target=serve, args=(request,)) for request in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(log))
