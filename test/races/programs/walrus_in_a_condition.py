# expect: data-race tickets error
# expect: may lost-update tickets
import threading

tickets = 40


def check(n):
    return n > 0


def sell():
    global tickets
    while check(left := tickets):
        tickets = left - 1


threads = [threading.Thread(target=sell) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(tickets <= 0)
