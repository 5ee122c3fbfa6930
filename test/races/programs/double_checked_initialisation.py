# expect: data-race table warning lazy-init
import threading

table, lock = None, threading.Lock()


def get():
    global table
    if table is None:
        with lock:
            if table is None:
                table = {"a": 1}
    return table


def work():
    get()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(get())
