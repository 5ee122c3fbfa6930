# expect: none
import queue
import threading

orders = queue.Queue()


def serve():
    while True:
        order = orders.get()
        try:
            if order == "nothing":
                continue
        finally:
            orders.task_done()


threading.Thread(target=serve, name="waiter", daemon=True).start()
for order in ["tea", "nothing", "cake"]:
    orders.put(order)
orders.join()
print("all served")
