# expect: none
import threading

ready = threading.Condition()
values = []


def use():
    with ready:
        ready.wait_for(lambda: values)
        print(values[0])


user = threading.Thread(target=use)
user.start()
with ready:
    values.append(1)
    ready.notify()
user.join()
