# expect: none
# retry: on a busy machine nobody can tell waiting for the GIL from waiting for a processor
# hashlib lets go of the GIL while it computes.
import hashlib
import threading

DATA = bytes(20_000_000)
go = threading.Barrier(2)


def digest():
    go.wait()
    for _ in range(6):
        hashlib.sha256(DATA).hexdigest()


threads = [threading.Thread(target=digest) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
