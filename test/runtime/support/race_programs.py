"""Programs in which threads share variables: those that lose updates and say how many, and those that lose none.

Each ends with `print(json.dumps({variable: updates lost}))`, counted by the program itself. HEADER stands before each.
"""

HEADER = """
import json, queue, threading, time
from concurrent.futures import ThreadPoolExecutor

def one():
    return 1

def pause():
    time.sleep(0.0005)

def run(*targets, times=1):
    threads = [threading.Thread(target=target) for target in targets for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

def tell(**lost):
    print(json.dumps(lost))
"""

LOSING = {
    "global": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
run(work, times=8)
tell(value=8 - value)
""",
    "global in one statement": """
value = 0
def work():
    global value
    value += slow()
def slow():
    pause()
    return 1
run(work, times=8)
tell(value=8 - value)
""",
    "attribute": """
class Box:
    def __init__(self):
        self.content = 0
    def put(self):
        content = self.content
        pause()
        self.content = content + 1
box = Box()
run(box.put, times=8)
tell(**{"Box.content": 8 - box.content})
""",
    "class attribute by type(self)": """
class Box:
    made = 0
    def make(self):
        made = type(self).made
        pause()
        type(self).made = made + 1
run(Box().make, times=8)
tell(**{"Box.made": 8 - Box.made})
""",
    "class attribute by name": """
class Box:
    made = 0
def make():
    Box.made = later(Box.made)
def later(number):
    pause()
    return number + 1
run(make, times=8)
tell(**{"Box.made": 8 - Box.made})
""",
    "attribute far away": """
class Node: pass
root = Node(); root.child = Node(); root.child.hits = 0
def hit():
    root.child.hits += slow()
def slow():
    pause()
    return 1
run(hit, times=8)
tell(**{"root.child.hits": 8 - root.child.hits})
""",
    "private attribute": """
class Box:
    def __init__(self):
        self.__content = 0
    def put(self):
        content = self.__content
        pause()
        self.__content = content + 1
    def lost(self):
        return 8 - self.__content
box = Box()
run(box.put, times=8)
tell(**{"Box.__content": box.lost()})
""",
    "item": """
stock = {"a": 0}
def take():
    stock["a"] = later(stock["a"])
def later(number):
    pause()
    return number + 1
run(take, times=8)
tell(**{"stock[]": 8 - stock["a"]})
""",
    "item by get": """
stock = {}
def take(name):
    count = stock.get(name, 0)
    pause()
    stock[name] = count + 1
run(lambda: take("a"), times=8)
tell(**{"stock[]": 8 - stock["a"]})
""",
    "item of an attribute, computed key": """
class Shop:
    def __init__(self):
        self.stock = [0, 0]
    def take(self, number):
        self.stock[number + 1] += slow()
def slow():
    pause()
    return 1
shop = Shop()
run(lambda: shop.take(0), times=8)
tell(**{"Shop.stock[]": 8 - shop.stock[1]})
""",
    "item, key by a call": """
stock = {"a": 0}
def take(name):
    stock[name.lower()] += slow()
def slow():
    pause()
    return 1
run(lambda: take("A"), times=8)
tell(**{"stock[]": 8 - stock["a"]})
""",
    "nonlocal": """
def count():
    total = 0
    def work():
        nonlocal total
        seen = total
        pause()
        total = seen + 1
    run(work, times=8)
    return total
tell(total=8 - count())
""",
    "a sum kept in a local": """
total = 0
def work():
    global total
    seen = total
    for _ in range(3):
        pause()
        seen += 1
    total = seen
run(work, times=4)
tell(total=4 - total // 3)
""",
    "negative steps": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen - 1
run(work, times=8)
tell(value=8 + value)
""",
    "reset between two phases": """
value = 0
lost = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
def reset():
    global value
    value = 0
for phase in range(2):
    run(work, times=4)
    lost += 4 - value
    reset()
tell(value=lost)
""",
    "in a pool": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
with ThreadPoolExecutor(4) as pool:
    for _ in range(4):
        pool.submit(work)
tell(value=4 - value)
""",
    "maximum": """
best = 0
met = threading.Barrier(2)
def work(number):
    global best
    if number > best:
        met.wait()
        best = number
run(lambda: work(1), lambda: work(2))
tell(best=1)
""",
    "three hundred threads, some at a time": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
for _ in range(10):
    run(work, times=30)
tell(value=300 - value)
""",
}
"""Name → program. What it prints must be what is reported."""

FINE = {
    "locked global": """
value = 0
lock = threading.Lock()
def work():
    global value
    with lock:
        seen = value
        pause()
        value = seen + 1
run(work, times=4)
assert value == 4
""",
    "locked attribute, re-entrant": """
class Box:
    def __init__(self):
        self.content, self.lock = 0, threading.RLock()
    def put(self):
        with self.lock:
            content = self.content
            self.rest()
            self.content = content + 1
    def rest(self):
        with self.lock:
            pause()
box = Box()
run(box.put, times=4)
assert box.content == 4
""",
    "locked item": """
stock = {}
lock = threading.Lock()
def take():
    with lock:
        stock["a"] = stock.get("a", 0) + later()
def later():
    pause()
    return 1
run(take, times=4)
assert stock["a"] == 4
""",
    "locked nonlocal": """
def count():
    total = 0
    lock = threading.Lock()
    def work():
        nonlocal total
        with lock:
            total += slow()
    run(work, times=4)
    return total
def slow():
    pause()
    return 1
assert count() == 4
""",
    "semaphore as a mutex": """
value = 0
gate = threading.Semaphore(1)
def work():
    global value
    with gate:
        seen = value
        pause()
        value = seen + 1
run(work, times=4)
assert value == 4
""",
    "condition": """
value = 0
changed = threading.Condition()
def work():
    global value
    with changed:
        seen = value
        pause()
        value = seen + 1
        changed.notify_all()
run(work, times=4)
assert value == 4
""",
    "distinct keys": """
counts = {}
def work(name):
    for _ in range(3):
        counts[name] = counts.get(name, 0) + later()
def later():
    pause()
    return 1
run(*[lambda name=name: work(name) for name in "abcd"])
assert set(counts.values()) == {3}
""",
    "distinct objects": """
class Box:
    def __init__(self):
        self.content = 0
    def put(self):
        for _ in range(3):
            content = self.content
            pause()
            self.content = content + 1
boxes = [Box() for _ in range(4)]
run(*[box.put for box in boxes])
assert [box.content for box in boxes] == [3] * 4
""",
    "distinct calls of one closure": """
def count():
    total = 0
    def work():
        nonlocal total
        for _ in range(3):
            seen = total
            pause()
            total = seen + 1
        assert total == 3
    return work
run(*[count() for _ in range(4)])
""",
    "hand-off by an event": """
value = 0
ready = threading.Event()
def first():
    global value
    seen = value
    pause()
    value = seen + 1
    ready.set()
def second():
    global value
    ready.wait()
    value = value + one()
run(first, second)
assert value == 2
""",
    "hand-off by a queue": """
class Job:
    steps = 0
jobs, done = queue.Queue(), queue.Queue()
def work(source, target):
    for _ in range(3):
        job = source.get()
        steps = job.steps
        pause()
        job.steps = steps + 1
        target.put(job)
for _ in range(3):
    jobs.put(Job())
run(lambda: work(jobs, done), lambda: work(done, queue.Queue()))
""",
    "barrier phases": """
value = 0
met = threading.Barrier(2)
def work(turn):
    global value
    for phase in range(4):
        if phase % 2 == turn:
            seen = value
            pause()
            value = seen + 1
        met.wait()
run(lambda: work(0), lambda: work(1))
assert value == 4
""",
    "submit and result": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
with ThreadPoolExecutor(2) as pool:
    for _ in range(4):
        pool.submit(work).result()
assert value == 4
""",
    "start and join": """
value = 0
def work():
    global value
    seen = value
    pause()
    value = seen + 1
for _ in range(4):
    work()
    run(work)
assert value == 8
""",
    "thread-local": """
own = threading.local()
def work():
    own.value = 0
    for _ in range(3):
        seen = own.value
        pause()
        own.value = seen + 1
    assert own.value == 3
run(work, times=4)
""",
    "confined objects, ids used again": """
class Box:
    def __init__(self):
        self.content = 0
    def put(self):
        content = self.content
        pause()
        self.content = content + 1
def work():
    for _ in range(10):
        box = Box()
        box.put()
        assert box.content == 1
run(work, times=4)
""",
    "immutable publication": """
config = None
def publish():
    global config
    for number in range(5):
        config = (number, number)
        pause()
def read():
    for _ in range(5):
        current = config
        assert current is None or current[0] == current[1]
        pause()
run(publish, read, read)
""",
    "a flag under a lock": """
done = False
lock = threading.Lock()
def work():
    global done
    while True:
        with lock:
            if done:
                return
            done = True
        pause()
run(work, times=4)
""",
    "a polled flag": """
stop = False
def work():
    while not stop:
        pause()
def end():
    global stop
    if not stop:
        stop = True
run(work, work, end, end)
""",
    "lazy initialisation": """
table = None
def get():
    global table
    if table is None:
        made = dict(a=1)
        pause()
        table = made
    return table
run(get, times=4)
""",
    "lazy initialisation of items": """
cache = {}
def get(key):
    if key in cache:
        return cache[key]
    value = compute(key)
    cache[key] = value
    return value
def compute(key):
    pause()
    return key * 2
run(lambda: get(1), lambda: get(1), lambda: get(2))
""",
    "append only": """
found = []
def work():
    for number in range(20):
        found.append(number)
run(work, times=4)
assert len(found) == 80
""",
    "one lane writes back": """
value = 0
def work():
    global value
    seen = value
    for _ in range(5):
        seen += 1
        pause()
        value = seen
def look():
    for _ in range(5):
        assert value >= 0
        pause()
run(work, look)
assert value == 5
""",
    "reset at the end": """
value = 0
lock = threading.Lock()
def work():
    global value
    with lock:
        seen = value
        pause()
        value = seen + 1
def reset():
    global value
    with lock:
        value = 0
run(work, times=4)
run(reset)
assert value == 0
""",
    "reset between locked phases": """
value = 0
lock = threading.Lock()
def work():
    global value
    with lock:
        value = value + later()
def later():
    pause()
    return 1
def reset():
    global value
    with lock:
        assert value == 4
        value = 0
for _ in range(3):
    run(work, times=4)
    run(reset)
""",
    "a read kept across a reset": """
value = 5
has_read, has_reset = threading.Event(), threading.Event()
def work():
    global value
    seen = value
    has_read.set()
    has_reset.wait()
    value = seen + 1
def reset():
    global value
    has_read.wait()
    value = 0
    has_reset.set()
run(work, reset)
""",
    "locked negative steps": """
value = 0
lock = threading.Lock()
def work():
    global value
    with lock:
        seen = value
        pause()
        value = seen - 1
run(work, times=4)
assert value == -4
""",
    "one way or the other": """
value = 0
def work(fresh):
    global value
    seen = 0 if fresh else value
    pause()
    value = seen
run(lambda: work(True), lambda: work(True), lambda: work(True))
""",
    "workers beside a queue": """
items, results = queue.Queue(), []
def work():
    done = 0
    while True:
        item = items.get()
        if item is None:
            break
        done = done + item
        pause()
    results.append(done)
for _ in range(6):
    items.put(1)
for _ in range(2):
    items.put(None)
run(work, work)
assert sum(results) == 6
""",
    "swapped under a lock": """
left, right = 1, 2
lock = threading.Lock()
def work():
    global left, right
    with lock:
        left, right = right, left + one() - 1
run(work, times=4)
assert {left, right} == {1, 2}
""",
    "an exception between read and write": """
value = 0
lock = threading.Lock()
def work(fails):
    global value
    try:
        with lock:
            seen = value
            if fails:
                raise ValueError
            pause()
            value = seen + 1
    except ValueError:
        pass
run(*[lambda fails=fails: work(fails) for fails in (True, False, True, False)])
assert value == 2
""",
    "attributes and items passed on to a thread-local": """
own = threading.local()
class Proxy:
    def __getattr__(self, name):
        return getattr(own, name, 0)
    def __setattr__(self, name, value):
        setattr(own, name, value)
    def __getitem__(self, key):
        return own.__dict__.get(key, 0)
    def __setitem__(self, key, value):
        own.__dict__[key] = value
proxy = Proxy()
def work():
    for _ in range(3):
        seen = proxy.steps
        pause()
        proxy.steps = seen + 1
        seen = proxy["items"]
        pause()
        proxy["items"] = seen + 1
    assert own.steps == own.items == 3
run(work, times=4)
""",
    "a descriptor over a thread-local": """
own = threading.local()
class Own:
    def __get__(self, thing, kind):
        return getattr(own, "steps", 0)
    def __set__(self, thing, value):
        own.steps = value
class Shared:
    steps = Own()
shared = Shared()
def work():
    for _ in range(3):
        seen = shared.steps
        pause()
        shared.steps = seen + 1
    assert shared.steps == 3
run(work, times=4)
""",
    "keys made anew each time": """
class Key:
    def __init__(self, number):
        self.number = number
    def __eq__(self, other):
        return self.number == other.number
    def __hash__(self):
        return self.number
counts = {}
def work(number):
    for _ in range(5):
        seen = counts.get(Key(number), 0)
        pause()
        counts[Key(number)] = seen + 1
run(*[lambda number=number: work(number) for number in range(4)])
assert set(counts.values()) == {5}
""",
    "containers that refuse": """
class Even(dict):
    def __setitem__(self, key, value):
        if value % 2:
            raise ValueError
        dict.__setitem__(self, key, value)
numbers = Even(a=0)
def work():
    seen = numbers["a"]
    pause()
    try:
        numbers["a"] = seen + 1
    except ValueError:
        pass
run(work, times=4)
assert numbers["a"] == 0
""",
}
"""Name → program that loses nothing, whatever the scheduler does."""
