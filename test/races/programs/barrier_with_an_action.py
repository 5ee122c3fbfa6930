# expect: none
import threading

total, parts = 0, [0, 0, 0]


def add_up():
    global total
    total = total + sum(parts)


gate = threading.Barrier(3, action=add_up)


def work(n):
    for phase in range(4):
        parts[n] = phase
        gate.wait()
        print(total >= 0)
        gate.wait()


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
