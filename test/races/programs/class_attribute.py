# expect: data-race Session.opened error
# expect: may lost-update Session.opened
import threading


def one():
    return 1


class Session:
    opened = 0

    def __init__(self):
        Session.opened = Session.opened + one()


def work():
    for _ in range(20):
        Session()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(Session.opened > 0)
