"""A mistake on purpose: look whether the seat is free, then take it. Between the two, somebody else takes it as well.

Each step by itself is safe. What is wrong is the gap: all guests see a free seat, and the last one who writes has it. The barrier
stands for bad luck and makes it happen every time.
"""

import threading

GUESTS = 3

seats = {}
all_have_looked = threading.Barrier(GUESTS)


def reserve(seat, guest):
    if seats.get(seat) is None:  # all guests see it free
        all_have_looked.wait()
        seats[seat] = guest


def main():
    guests = [
        threading.Thread(target=reserve, args=("1A", number), name="guest-%d" % number) for number in range(GUESTS)
    ]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    print("one seat,", GUESTS, "guests who think that it is theirs")


if __name__ == "__main__":
    main()
