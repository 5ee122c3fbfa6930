# expect: lost-update warning dependence=control
# may: data-race
# Both guests see a free seat; who writes last has it.
import threading

seats = {}
both_have_looked = threading.Barrier(2)


def book(guest):
    if seats.get(7) is None:
        both_have_looked.wait()
        seats[7] = guest  # here


threads = [threading.Thread(target=book, args=(guest,)) for guest in ("Ann", "Bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
