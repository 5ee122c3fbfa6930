# expect: data-race ticks error
# expect: may lost-update ticks
import threading

ticks = 0


def one():
    return 1


def tick():
    global ticks
    ticks = ticks + one()


timers = [threading.Timer(0.005, tick) for _ in range(3)]
for timer in timers:
    timer.start()
for timer in timers:
    timer.join()
print(ticks > 0)
