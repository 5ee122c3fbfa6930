# expect: data-race tickets_sold error
import queue
import threading

tickets = queue.SimpleQueue()
tickets_sold = 0


def price():
    return 1


def work():
    global tickets_sold
    tickets.put(None)
    tickets_sold = tickets_sold + price()


def collect():
    global tickets_sold
    for _ in range(2):
        tickets.get()
        tickets_sold = tickets_sold + price()


threads = [threading.Thread(target=f) for f in (work, work, collect)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(tickets_sold)
