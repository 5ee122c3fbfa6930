# expect: data-race seats[] error
# expect: may lost-update seats[]
import threading, time

seats = {}


def ask():
    time.sleep(0.001)


def book(guest):
    if seats.get(7) is None:
        ask()
        seats[7] = guest
        return True


threads = [threading.Thread(target=book, args=(guest,)) for guest in ("Ann", "Bob", "Cy")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(7 in seats)
