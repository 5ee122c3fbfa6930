# expect: lost-notify warning count=1
import threading

started = threading.Condition()


def serve():
    with started:
        started.notify_all()


server = threading.Thread(target=serve)
server.start()
server.join()
with started:
    has_started = started.wait(timeout=0.2)  # here
print("started", has_started)
