# expect: data-race stats.requests error
# expect: may lost-update stats.requests
import dataclasses, threading


def one():
    return 1


@dataclasses.dataclass
class Stats:
    requests: int = 0


stats = Stats()


def work():
    for _ in range(20):
        stats.requests = stats.requests + one()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stats.requests > 0)
