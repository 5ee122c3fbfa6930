# expect: none
# The lock is held from the look to the booking.
import threading

seats = {}
seats_lock = threading.Lock()
both_are_there = threading.Barrier(2)


def book(guest):
    both_are_there.wait()
    with seats_lock:
        if seats.get(7) is None:
            seats[7] = guest


threads = [threading.Thread(target=book, args=(guest,)) for guest in ("Ann", "Bob")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
