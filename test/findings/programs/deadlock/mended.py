# expect: none
import threading

SEATS = 5
forks = [threading.Lock() for _ in range(SEATS)]


def dine(seat):
    first, second = sorted((seat, (seat + 1) % SEATS))  # one order for everybody
    with forks[first]:
        with forks[second]:
            print("eats", seat)


philosophers = [threading.Thread(target=dine, args=(seat,), daemon=True) for seat in range(SEATS)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
