# expect: none
# Which of the two puts a get took nobody can tell, but it was one of them.
import queue
import threading

tickets = queue.SimpleQueue()
done = queue.SimpleQueue()
board = {"sum": 0}
ready = threading.Barrier(2)


def work(name):
    board[name] = name * 2
    ready.wait()
    tickets.put(None)


def collect():
    tickets.get()
    done.put(None)


workers = [threading.Thread(target=work, args=(n,)) for n in range(2)]
collectors = [threading.Thread(target=collect) for _ in range(2)]
for thread in workers + collectors:
    thread.start()
done.get()
done.get()
print(board[0] + board[1])
for thread in workers + collectors:
    thread.join()
