# expect: none
# A plain lock may be released by another thread than the one that took it.
import threading

done = threading.Lock()
done.acquire()


def work():
    done.release()


thread = threading.Thread(target=work)
thread.start()
done.acquire()
thread.join()
done.release()
