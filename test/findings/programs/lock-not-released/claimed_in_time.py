# expect: none
import threading

claim = threading.Lock()
done = []


def work():
    if claim.acquire(timeout=0.05):  # never given back: who came first does it
        done.append(1)


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
