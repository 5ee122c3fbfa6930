# expect: may data-race pending info
# expect: may data-race done info
# expect: data-race is_over warning polled-flag
import collections
import threading
import time

pending = collections.deque()
done = []
is_over = False


def produce():
    global is_over
    for number in range(30):
        pending.append(number)
    is_over = True


def consume():
    while not is_over or pending:
        if pending:
            done.append(pending.popleft())
        else:
            time.sleep(0)


threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(done))
