# expect: deadlock error count=1 circle.length=5
# run: --stop-after 1.2
# exit: 124
import threading

SEATS = 5
forks = [threading.Lock() for _ in range(SEATS)]
all_have_one = threading.Barrier(SEATS)


def dine(seat):
    with forks[seat]:
        all_have_one.wait()  # whoever is slow is waited for: it happens in every run
        with forks[(seat + 1) % SEATS]:  # here
            print("eats", seat)


philosophers = [threading.Thread(target=dine, args=(seat,), daemon=True) for seat in range(SEATS)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
