# expect: none
import threading

WORKERS = 3
old, new = [1] * 9, [0] * 9
barrier = threading.Barrier(WORKERS)
rounds = 0


def work(mine):
    global old, new, rounds
    for _ in range(6):
        for n in range(mine, 9, WORKERS):
            new[n] = old[n] + old[(n + 1) % 9]
        if barrier.wait() == 0:
            old, new = new, old
            rounds += 1
        barrier.wait()


threads = [threading.Thread(target=work, args=(n,)) for n in range(WORKERS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(rounds, old)
