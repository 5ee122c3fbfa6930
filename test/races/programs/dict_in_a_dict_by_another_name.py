# expect: data-race user[] error
import threading

users = {"ada": {"visits": 0}, "alan": {"visits": 0}}


def price():
    return 1


def work():
    user = users["ada"]
    for _ in range(20):
        user["visits"] = user["visits"] + price()


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(users["ada"]["visits"] > 0)
