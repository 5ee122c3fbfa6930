# expect: none
import threading

lock = threading.Lock()
wake = threading.Event()
pending = []
taken = []
at_work, may_go_on = threading.Barrier(2), threading.Barrier(2)


def serve():
    for _ in range(1):
        wake.wait()
        at_work.wait()
        may_go_on.wait()
        with lock:
            taken.extend(pending)  # together with the clear: nothing falls in between
            pending.clear()
            wake.clear()


def give(item):
    with lock:
        pending.append(item)
        wake.set()


server = threading.Thread(target=serve)
server.start()
give(1)
at_work.wait()
give(2)
may_go_on.wait()
server.join()
print(taken)
