# expect: ignored data-race
# A comment on the line says that it is known, and why it may stay.
import threading

hits = 0


def work():
    global hits
    for _ in range(20):
        hits += 1  # raceway: ignore[data-race] a rough number is enough  # here


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
