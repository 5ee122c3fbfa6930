# expect: none
import json, threading


def enlarge(items):
    items.append(len(items))
    items[0] = items[0] + 1
    return items


def work():
    for _ in range(200):
        enlarge(json.loads("[1, 2, 3]"))


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
