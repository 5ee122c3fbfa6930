# expect: deadlock error circle.length=2
# run: --stop-after 1.5
# exit: 124
import threading

left, right = threading.Lock(), threading.Lock()
both_are_done, both_have_one = threading.Barrier(2), threading.Barrier(2)


def work(first, second):
    for _ in range(20_000):  # so often that they are only counted
        with first:
            pass
        with second:
            pass
    both_are_done.wait()
    with first:
        both_have_one.wait()
        with second:  # here
            print("never")


threads = [
    threading.Thread(target=work, args=(left, right), daemon=True),
    threading.Thread(target=work, args=(right, left), daemon=True),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
