# expect: none
import threading

stock = {"a": 0, "b": 0, "c": 0}


def work(key):
    for _ in range(30):
        stock[key] = stock[key] + 1


threads = [threading.Thread(target=work, args=(key,)) for key in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
