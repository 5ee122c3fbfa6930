# expect: none
import threading

stock = {"apples": 0}
lock = threading.Lock()


def work():
    for _ in range(30):
        with lock:
            stock["apples"] = stock["apples"] + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
