# expect: none
import threading

slots = threading.BoundedSemaphore(3)


def work(text):
    with slots:  # one release for each acquire, whatever happens
        try:
            return int(text)  # raises for some input
        except ValueError:
            return None


for text in ["1", "no number"]:
    thread = threading.Thread(target=work, args=(text,))
    thread.start()
    thread.join()
