# expect: none
import threading
import time

outer, inner = threading.RLock(), threading.RLock()


def work(delay):
    time.sleep(delay)
    with outer:
        with inner:
            with outer:  # held already: it waits for nobody
                pass


threads = [threading.Thread(target=work, args=(delay,)) for delay in (0, 0.05)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
