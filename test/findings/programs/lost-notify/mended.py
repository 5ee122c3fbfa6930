# expect: none
import threading

changed = threading.Condition()
is_notified = threading.Event()
is_ready = False


def produce():
    global is_ready
    with changed:
        is_ready = True  # stays, whoever waits or not
        changed.notify()
    is_notified.set()


def consume():
    is_notified.wait()
    with changed:
        while not is_ready:
            changed.wait()
    print("reached")


threads = [threading.Thread(target=target, daemon=True) for target in (consume, produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
