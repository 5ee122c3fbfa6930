# expect: lost-notify warning count=1
# run: --stop-after 1.2
# exit: 124
import threading

changed = threading.Condition()
is_notified = threading.Event()


def produce():
    with changed:
        changed.notify()  # nobody waits yet, and nobody will hear of it
    is_notified.set()


def consume():
    is_notified.wait()  # comes late: here always, elsewhere now and then
    with changed:
        changed.wait()  # here
    print("never reached")


threads = [threading.Thread(target=target, daemon=True) for target in (consume, produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
