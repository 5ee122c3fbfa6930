# expect: none
import dataclasses, threading


@dataclasses.dataclass
class Stats:
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)
    requests: int = 0


stats = Stats()


def work():
    for _ in range(20):
        with stats.lock:
            stats.requests = stats.requests + 1


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stats.requests)
