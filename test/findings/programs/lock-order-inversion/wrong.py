# expect: lock-order-inversion warning count=1
import threading
import time

savings, current = threading.Lock(), threading.Lock()
balance = {"savings": 100, "current": 100}


def save():
    with current:
        with savings:  # here
            balance["current"] -= 10
            balance["savings"] += 10


def spend():
    time.sleep(0.05)  # comes later, this time
    with savings:
        with current:  # here
            balance["savings"] -= 10
            balance["current"] += 10


threads = [threading.Thread(target=target) for target in (save, spend)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
