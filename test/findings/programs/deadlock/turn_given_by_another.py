# expect: none
# run: --stop-after 1.2
# exit: 124
import threading
import time

turn = threading.Lock()


def second(ticket):
    time.sleep(60)
    ticket.release()


def first():
    turn.acquire()
    threading.Thread(target=second, args=(turn,), daemon=True).start()
    turn.acquire()  # until the other one is done
    turn.release()


thread = threading.Thread(target=first, daemon=True)
thread.start()
thread.join()
