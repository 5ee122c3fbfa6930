# expect: stuck-lane warning count=2
# run: --stop-after 1.2
# exit: 124
import threading

phase = threading.Barrier(3)


def work():
    phase.wait()  # here


threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
