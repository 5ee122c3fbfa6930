# expect: none
import functools
import threading


class Report:
    def __init__(self, n):
        self.n = n
        self.made = 0

    @functools.cached_property
    def lines(self):
        self.made += 1
        return [self.n]


def work():
    for n in range(20):
        report = Report(n)
        report.lines.append(report.made)
        assert report.lines == [n, 1]


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
