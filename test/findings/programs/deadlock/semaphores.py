# expect: deadlock error circle.length=2
# run: --stop-after 1.2
# exit: 124
import threading

tapes = threading.Semaphore(1)
disks = threading.BoundedSemaphore(1)
both_have_one = threading.Barrier(2)


def copy(first, second):
    with first:
        both_have_one.wait()
        with second:  # here
            print("never")


threads = [
    threading.Thread(target=copy, args=(tapes, disks), daemon=True),
    threading.Thread(target=copy, args=(disks, tapes), daemon=True),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
