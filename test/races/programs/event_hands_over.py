# expect: none
import threading

done, value = threading.Event(), 0


def make():
    global value
    value = 42
    done.set()


def use():
    global value
    done.wait()
    value = value + 1


threads = [threading.Thread(target=use), threading.Thread(target=make)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value)
