# expect: none
import threading

SEATS = 5
forks = [threading.Lock() for _ in range(SEATS)]
table = threading.Lock()


def dine(seat):
    with table:  # one at a time takes forks, so nobody can hold one and want another's
        with forks[seat]:
            with forks[(seat + 1) % SEATS]:
                print("eats", seat)


philosophers = [threading.Thread(target=dine, args=(seat,)) for seat in range(SEATS)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
