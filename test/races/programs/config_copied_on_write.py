# expect: none
import threading

config = {"level": 1, "names": ()}
lock = threading.Lock()


def change(name):
    global config
    for _ in range(10):
        with lock:
            new = dict(config)
            new["level"] += 1
            new["names"] = (*new["names"], name)
            config = new


def look():
    for _ in range(10):
        with lock:
            seen = config
        assert len(seen["names"]) + 1 == seen["level"]


threads = [threading.Thread(target=change, args=(n,)) for n in "ab"] + [threading.Thread(target=look)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(config["level"])
