# expect: none
import threading

condition, turn = threading.Condition(threading.Lock()), 0


def work(mine):
    global turn
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: turn % 3 == mine)
            turn = turn + 1
            condition.notify_all()


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(turn)
