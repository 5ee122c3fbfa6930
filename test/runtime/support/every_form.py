"""A program with every form of access that is noted, in as many positions as Python has, on one line and on several.

`play()` uses all of it in one thread and tells what came out; errors are part of it.
"""

from support.odd_forms import ODD_FORMS

_FORMS = '''"""Every form."""
import sys, threading, traceback
from collections import deque, defaultdict, Counter
from dataclasses import dataclass, field

counter = 0
flag = False
stock = {"a": 1, "b": 2}
queue = []
seen = set()
ends = deque()
tally = Counter()
by_kind = defaultdict(list)
log = []


class Shop:
    count = 0
    open = True
    names = {}

    def __init__(self, items=None):
        self.items = items if items is not None else []
        self.stock = Counter()
        self.n = 0
        self.limit = 3
        self.callback = None

    def __repr__(self):
        return "Shop(%d)" % self.n

    @property
    def size(self):
        return len(self.items)

    @classmethod
    def counted(cls, by=1):
        cls.count += by
        Shop.names["last"] = cls.count
        return cls.count

    def put(self, value, *rest, key=None):
        self.n += 1
        self.items.append(value)
        self.items.append(same(value))
        self.items.extend([same(each) for each in rest])
        self.items += [value]
        self.items[0] = same(self.items[0])
        self.items[self.n - 1] = value
        self.stock[key] = self.stock.get(key, 0) + self.n
        self.stock.setdefault(same(key), []) if key not in self.stock else None
        self.stock.setdefault(
            key,
            same(value),
        )
        (
            self
            .items
            .append(
                value,
            )
        )
        self.items.append(
            self
            .counted(
                0
            )
        )
        self.items.insert(
            0, same(
                value
            )
            .__class__
        )
        self.stock[
            self
            .size
        ] = (
            self
            .counted(*[
                1
            ])
        )
        self.stock[
            self
            .counted(by=
                0
            )
        ] += self.items[
            self
            .n
        ] if isinstance(self.items[
            -1
        ], str) else same(
            0
        ) if self.counted(
        ) in self.stock else [
            0
        ][
            0
        ]
        same(self).n = (
            self
            .limit
        )
        (
            self
            .items
        )[
            same(
                0
            )
        ] = value
        if self.callback is not None and self.callback(self):
            self.callback(self)
        return self

    def look(self):
        if not self.items:
            return None
        while self.n > self.limit:
            self.n -= 1
        for index, each in enumerate(self.items):
            if each in self.stock or index in self.stock:
                break
        else:
            index = -1
        return [each for each in self.items if each is not None and self.n], {
            key: value for key, value in self.stock.items() if key not in seen
        }, sum(1 for each in self.items if each == self.n), len(self.items), sorted(map(str, self.stock)), index

    def swap(self, other):
        self.n, other.n = other.n, self.n
        self.items[0], self.items[-1] = self.items[-1], self.items[0]
        self.items[1:2] = []
        del self.items[0], self.stock[None]
        del self.limit
        self.limit = \\
            same(3)
        [self.n, *rest] = 4, 5, 6
        self.n: int = 7
        return rest


class Slotted:
    __slots__ = ("n", "items")

    def __init__(self):
        self.n = 0
        self.reset()

    def reset(self):
        self.n = 0
        self.items = []
        return self


@dataclass
class Point:
    x: int = 0
    parts: list = field(default_factory=list)

    def move(self, by):
        self.x = self.x + by
        self.parts.append(self.x)
        return f"{self.x!r:>3} {len(self.parts)} {self.parts[-1]}"


def same(value):
    return value


def globals_and_containers(key="a"):
    global counter, flag, log
    counter += 1
    counter = counter * 2 + \\
        1
    flag = not flag
    if flag and counter or stock:
        stock[key] += 1
        stock[same(key)] = stock[key] + same(1)
    stock.update(c=3)
    stock.update({"d": same(4)}, e=same(5))
    queue.append(counter); queue.insert(0, key); queue.sort(key=str)
    queue.extend(same(each) for each in range(counter, counter + 2))
    ends.append(1), ends.appendleft(same(2)), ends.popleft()
    seen.add(key); seen.add((key, 1)); seen.discard(same(key))
    tally[key] += 1
    tally.update([key])
    by_kind[type(key)].append(key)
    by_kind[same(type)][0:0] = [1]
    log += [counter]
    log = log + ["x"]
    first, *rest = queue
    last = queue.pop() if queue else None
    gone = stock.pop("c"), stock.pop("nothing", None), stock.pop(same("d"))
    for Shop.open in True, False:
        queue.append(Shop.open)
    with open(__file__) as Shop.file:
        Shop.file.readline()
    del Shop.file
    for counter in range(2):
        pass
    assert counter == 1 and queue, "nothing in %r" % queue
    return (
        counter,
        flag,
        dict(stock),
        list(queue),
        len(seen),
        sorted(seen, key=str),
        "a" in stock and ("b") in stock,
        [k for k in stock],
        {k: v for k, v in stock.items() if v},
        list(reversed(queue[1:])),
        queue[-1], queue[::2],
        min(counter, 3) if flag else max(queue, key=str),
        (lambda: (counter, len(queue)))(),
        first, rest, last, gone, *ends, {**tally}, [*by_kind],
        any(k for k in stock if k == counter),
        "%s" % counter, f"{counter} {stock['a']} {len(queue)}",
        not queue, -counter, counter if not queue else ~counter,
        str(by_kind), print is stock.get("print", print),
    )


def closures(times):
    total, stop, found = 0, False, []
    names = {}

    def add(by=1):
        nonlocal total
        total += by
        if not stop:
            found.append(total)
            names[total] = lambda: (total, stop, found)
        return total

    class Inner:
        base = total

        def read(self):
            return total, stop, self.base, [total for _ in range(1)]

    for i in range(times):
        add()
        found.append(lambda: i)
    stop = True
    add(2)
    total = total + 1
    return total, len(found), [f() if callable(f) else f for f in found], Inner().read(), names[1]()[:2]


def walrus():
    global counter
    if (counter := same(4)) > 3 and (m := counter) and any((counter := each) for each in (1, 2)):
        return [counter := 3, m, counter]


def generate():
    global counter
    while counter < 9:
        counter += 1
        got = yield counter
        stock[got] = yield
        try:
            yield from queue
        finally:
            counter += 1


async def awaiting(shop):
    global counter
    shop.n = shop.n + await value(1)
    shop.items.append(await value(2))
    async for shop.last in steps():
        counter += 1
    async with shop_lock(shop) as shop.held:
        shop.stock[await value("k")] = counter
    return [each async for each in steps() if each != counter], shop.n


async def value(of):
    return of


async def steps():
    for each in range(3):
        yield each


class shop_lock:
    def __init__(self, shop):
        self.shop = shop

    async def __aenter__(self):
        self.shop.n += 1
        return self.shop

    async def __aexit__(self, *what):
        self.shop.n -= 1


def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as end:
        return end.value


'''

MATCHING = """
class Message:
    kind = "a"
    count = 0


def match(message):
    global counter
    message.count += 1
    match message.kind:
        case "a" if message.count > 1:
            counter += 1
            message.kind = "b"
        case "b" | "c" as kind:
            stock[kind] = message.count
        case [first, *rest]:
            queue.append(first)
        case {"k": counter, **others}:
            stock.update(others)
        case Message(count=Shop.count):
            pass
        case _:
            message.kind = \\
                same("c")
    return message.kind, counter, len(queue)
"""

EVERY_FORM = _FORMS + ODD_FORMS
