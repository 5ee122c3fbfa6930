# expect: data-race stock[] error
# expect: may lost-update stock[]
import threading

stock = {"apples": 0}


def one():
    return 1


def work():
    for _ in range(30):
        stock["apples"] = stock["apples"] + one()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock["apples"] > 0)
