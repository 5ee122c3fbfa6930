# expect: data-race counter error
# expect: may lost-update counter
import functools, threading

counter = 0


def traced(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


def one():
    return 1


@traced
def add():
    global counter
    counter = counter + one()


def work():
    for _ in range(20):
        add()


threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter > 0)
