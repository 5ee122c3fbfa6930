# expect: none
import threading
import time

log = []
log_lock = threading.Lock()
all_there = threading.Barrier(8)


def serve(request):
    all_there.wait()
    answer = request * 2
    time.sleep(0.02)  # sends the answer
    with log_lock:  # only what is shared
        log.append(answer)


threads = [threading.Thread(target=serve, args=(request,)) for request in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(log))
