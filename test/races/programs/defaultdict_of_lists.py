# expect: data-race groups[] error
# expect: may data-race groups info
import threading

groups = {}


def size(key):
    return len(groups.get(key, ()))


def work():
    for n in range(20):
        groups["all"] = groups.get("all", 0) + size("none") + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(groups["all"] > 0)
