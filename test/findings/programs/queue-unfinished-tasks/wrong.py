# expect: queue-unfinished-tasks error count=1 neverReturned=true
# run: --stop-after 1.5
# exit: 124
import queue
import threading

orders = queue.Queue()


def serve():
    while True:
        order = orders.get()  # here
        if order == "nothing":
            continue  # the order is not told done
        orders.task_done()


threading.Thread(target=serve, name="waiter", daemon=True).start()
for order in ["tea", "nothing", "cake"]:
    orders.put(order)
orders.join()
print("all served")
