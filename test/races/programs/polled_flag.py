# expect: data-race stopping warning polled-flag
import threading, time

stopping = False


def work():
    while not stopping:
        time.sleep(0.001)


def stop():
    global stopping
    stopping = True


thread = threading.Thread(target=work)
thread.start()
time.sleep(0.01)
stop()
thread.join()
