# expect: data-race line info
import collections, threading

line = collections.deque(range(5))


def put():
    for n in range(20):
        line.append(n)


def take():
    for _ in range(5):
        line.popleft()


threads = [threading.Thread(target=put), threading.Thread(target=take)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(line))
