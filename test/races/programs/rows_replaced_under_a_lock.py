# expect: none
import threading

rows = {}
for name in "abc":
    rows[name] = [0, 0]
lock = threading.Lock()


def count(row):
    row[0] = row[0] + len(row)


def work():
    for number in range(60):
        name = "abc"[number % 3]
        with lock:
            row = rows.pop(name, None) or [0, 0]
        count(row)
        del row
        fresh = [0, 0]
        count(fresh)
        with lock:
            rows[name] = fresh
        del fresh
        threading.Thread(target=str).start()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(rows) > 0)
