# expect: data-race value error
# expect: may lost-update value
import threading

done, value = threading.Event(), 0


def one():
    return 1


def make():
    global value
    done.set()
    value = value + one()


def use():
    global value
    done.wait()
    value = value + one()


threads = [threading.Thread(target=use), threading.Thread(target=make)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(value > 0)
