# expect: none
import threading

wake = threading.Condition()
is_up = threading.Barrier(2)


def work():
    is_up.wait()
    for _ in range(3):
        with wake:
            wake.wait(timeout=0.02)  # a pause that may be cut short


worker = threading.Thread(target=work)
worker.start()
with wake:
    wake.notify()
is_up.wait()
worker.join()
