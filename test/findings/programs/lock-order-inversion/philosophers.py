# expect: lock-order-inversion warning count=1 locks.length=3
import threading

SEATS = 3
forks = [threading.Lock() for _ in range(SEATS)]


def dine(seat, delay):
    threading.Event().wait(delay)  # an order of time alone: nothing makes the others wait
    with forks[seat]:
        with forks[(seat + 1) % SEATS]:  # here
            pass


threads = [threading.Thread(target=dine, args=(seat, 0.05 * seat)) for seat in range(SEATS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
