"""Programs for other tools to look at."""

# Two threads, neither of which holds the lock; they meet between read and write, so that one update of two is lost.
RACY = """import threading

value = 0
met = threading.Barrier(2)


def work():
    global value
    seen = value
    met.wait()
    value = seen + 1


def race():
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return value
"""

# Statements of every shape that the observer makes stand twice, or puts notes before, behind or into. Some never run.
SHAPES = '''import contextlib
import threading

counter = 0
stock = {}


def later(value, *rest):
    return value


class Box:
    content = 0

    def put(self, amount):
        if amount:
            self.content = later(self.content) + amount
        else:
            self.content = later(self.content)
        return self

    def never(self):
        self.content = later(self.content) + 1


def add(amount, fail=False):
    global counter
    seen = counter
    if fail:
        counter = later(seen) + 100
    counter = (
        seen
        + later(amount)
    )
    stock["k"] = stock.get("k", 0) + later(amount)
    stock[
        "k"
    ] = later(
        stock["k"],
        amount,
    )
    counter = later(counter) if amount > 5 else counter
    counter += later(1)
    counter = later(counter); counter = later(counter) + 1
    for _ in range(amount):
        counter = later(counter)
    else:
        counter = later(counter)
    while counter < 0: counter = later(counter)
    try:
        counter = later(counter) + None
    except TypeError:
        counter = later(counter)
    finally:
        counter = later(counter)
    if amount: counter = later(counter)
    with contextlib.suppress(ZeroDivisionError):
        counter = later(counter) / 0
        counter = later(counter)
    counter = [later(each) for each in [counter] if each is not None][0]
    counter = (lambda each: later(each))(counter)
    assert counter, later(counter)
    if counter is None:
        counter = later(counter)
        return counter
    for number in range(3):
        if number == 1:
            counter = later(counter)
            continue
        counter = later(counter)
        if number == 2:
            break
    return counter


def outer(times):
    """Its locals are shared too."""
    total = 0

    def inner():
        nonlocal total
        seen = total
        total = later(seen) + 1
        return total

    return [inner() for _ in range(times)]


def generate(times):
    global counter
    for _ in range(times):
        counter = (yield counter) or counter


def conditions(key, number):
    """Over several lines: on some Pythons the jumps of these stand on other lines than what is tested."""
    global counter
    if (
        key not in stock
        or number < stock[key]
        or counter
    ):
        stock[key] = later(number)
        counter = later(counter) + 1
    while (
        counter > 3
        and counter
    ):
        counter = later(counter) - 3
    chosen = (
        1
        if
        counter
        else
        2
    )
    assert (
        counter
        or key in stock
    ), later(
        counter
    )
    if not (
        counter
        and
        not Box.content
    ):
        counter = later(counter) + chosen
    elif (
        Box.content
        or
        key in
        stock
        and
        stock.get(
            key
        )
    ):
        Box.content = later(Box.content) + 1
    found = [
        each
        for each in range(2)
        if
        key
        not in
        stock
        or counter
    ]
    return (
        counter
        and
        found
        or key in stock
    )


if "k" not in stock:
    stock["k"] = later(0)
if __name__ == "never":
    counter = later(counter)
'''
