# expect: none
import threading


class Row:
    __slots__ = ("cells", "sum")

    def __init__(self, n):
        self.cells = [n] * 5
        self.sum = 0


rows = [Row(n) for n in range(9)]
totals = [0] * 3
by_name = {"t0": [], "t1": [], "t2": []}


def work(n):
    for row in rows[n::3]:
        for k in range(5):
            row.cells[k] += k
            row.sum += row.cells[k]
        totals[n] += row.sum
        by_name["t%d" % n].append(row.sum)


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
totals.append(sum(totals))
by_name["all"] = [sum(found) for found in by_name.values()]
print(totals, by_name)
