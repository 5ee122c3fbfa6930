# expect: event-lost-wakeup warning count=2
import threading

request = threading.Event()
is_taken, is_set_again = threading.Barrier(2), threading.Barrier(2)


def serve():
    while request.wait(timeout=0.2):
        is_taken.wait()
        is_set_again.wait()
        request.clear()  # here


server = threading.Thread(target=serve)
server.start()
request.set()
is_taken.wait()
request.set()
request.set()
is_set_again.wait()
server.join()
