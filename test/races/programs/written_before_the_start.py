# expect: none
import threading

limit = 0


def setup():
    global limit
    limit = 20


def work():
    print(limit)


setup()
thread = threading.Thread(target=work)
thread.start()
thread.join()
setup()
