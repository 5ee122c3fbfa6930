# expect: stuck-lane warning
# run: --stop-after 1.2
# exit: 124
import threading

ready = threading.Event()


def load():
    try:
        raise OSError("no such file")
        ready.set()
    except OSError:
        pass


def use():
    ready.wait()  # here


threads = [threading.Thread(target=target, daemon=True) for target in (load, use)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
