# expect: data-race rows[] info
import threading

N = 3
gate = threading.Barrier(N)
rows = [0] * N
sums = [0] * N


def work(n):
    for phase in range(5):
        rows[n] = n + phase
        gate.wait()
        sums[n] = rows[0] + rows[1] + rows[2]


threads = [threading.Thread(target=work, args=(n,)) for n in range(N)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(sums))
