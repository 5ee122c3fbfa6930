# expect: none
# The acquire stands before the try: where it is not reached, neither is the release.
import threading

slots = threading.BoundedSemaphore(1)


def work(text):
    slots.acquire()
    try:
        return int(text)
    except ValueError:
        return None
    finally:
        slots.release()


for text in ["1", "no number"]:
    thread = threading.Thread(target=work, args=(text,))
    thread.start()
    thread.join()
