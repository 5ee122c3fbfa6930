# expect: none
import threading, time

done, value = threading.Event(), 0


def make():
    global value
    value = 42
    done.set()


thread = threading.Thread(target=make)
thread.start()
while not done.is_set():
    time.sleep(0.001)
value = value + 1
print(value)
thread.join()
