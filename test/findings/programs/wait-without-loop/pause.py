# expect: none
import threading

cond = threading.Condition()


def notify():
    with cond:
        cond.notify_all()


thread = threading.Thread(target=notify)
thread.start()
thread.join()
with cond:
    cond.wait(0.05)
    print("pause over")
