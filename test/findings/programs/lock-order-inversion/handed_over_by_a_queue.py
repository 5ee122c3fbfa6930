# expect: none
import queue
import threading

left, right = threading.Lock(), threading.Lock()
done = queue.Queue()


def first():
    with left:
        with right:
            pass
    done.put(None)


def second():
    done.get()  # only then
    with right:
        with left:
            pass


threads = [threading.Thread(target=target) for target in (first, second)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
