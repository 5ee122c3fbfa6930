# expect: wait-without-loop warning
import threading

loaded = threading.Condition()
is_waiting = threading.Event()
settings = {}


def load():
    is_waiting.wait()
    with loaded:  # free only while the other one waits
        settings["port"] = 80
        loaded.notify_all()


threading.Thread(target=load).start()
with loaded:
    is_waiting.set()
    loaded.wait()  # here
print(settings["port"])
