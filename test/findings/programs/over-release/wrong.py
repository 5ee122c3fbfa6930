# expect: over-release error count=1
import threading

slots = threading.BoundedSemaphore(3)


def work(text):
    try:
        slots.acquire()
        number = int(text)  # raises for some input ...
        slots.release()
        return number
    except ValueError:
        return None
    finally:
        try:
            slots.release()  # ... and a second time where it did not  # here
        except ValueError:
            pass


for text in ["1", "no number"]:
    thread = threading.Thread(target=work, args=(text,))
    thread.start()
    thread.join()
