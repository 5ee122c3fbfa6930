# expect: none
import queue
import threading


class Ball:
    def __init__(self):
        self.throws = 0
        self.history = []


def play(inbox, outbox):
    while True:
        ball = inbox.get()
        if ball is None:
            outbox.put(None)
            return
        ball.throws += 1
        ball.history.append(threading.current_thread().name)
        outbox.put(ball if ball.throws < 60 else None)


boxes = [queue.Queue(), queue.SimpleQueue(), queue.PriorityQueue()]
threads = [threading.Thread(target=play, args=(boxes[n], boxes[(n + 1) % 3])) for n in range(3)]
ball = Ball()
for thread in threads:
    thread.start()
boxes[0].put(ball)
for thread in threads:
    thread.join()
print(ball.throws, len(ball.history))
