# expect: none
import threading


class Session:
    opened = 0
    lock = threading.Lock()

    def __init__(self):
        with Session.lock:
            Session.opened = Session.opened + 1


def work():
    for _ in range(20):
        Session()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Session.opened)
