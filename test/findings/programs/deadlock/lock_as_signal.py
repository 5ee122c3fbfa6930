# expect: none
# run: --stop-after 1.2
# exit: 124
import threading
import time

done = threading.Lock()
done.acquire()


def work():
    time.sleep(60)
    done.release()


threading.Thread(target=work, daemon=True).start()
done.acquire()  # not stuck: the worker will release it
