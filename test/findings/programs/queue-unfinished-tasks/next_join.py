# expect: queue-unfinished-tasks warning neverReturned=false taken=3
import queue
import threading

orders = queue.Queue()
begun = threading.Event()


def serve():
    while True:
        order = orders.get()  # here
        if order == "end":
            return
        if order == "first":
            begun.wait()
        if order != "nothing":
            orders.task_done()


waiter = threading.Thread(target=serve, name="waiter")
waiter.start()
orders.put("first")
threading.Timer(0.05, begun.set).start()
orders.join()
for order in ["nothing", "tea", "nothing", "end"]:
    orders.put(order)
waiter.join()
