import assert from "node:assert/strict";
import { test } from "node:test";
import { signalLinesIn } from "../../../core/names/signal-lines";

/** The lines that end in the comment `# loose` or `# unpaired`. */
function marked(source: string, word: string): number[] {
  return source.split("\n").flatMap((line, index) => (line.endsWith(`# ${word}`) ? [index + 1] : []));
}

function check(source: string): void {
  const { looseWaits, unpairedAcquires } = signalLinesIn(source);
  assert.deepEqual(looseWaits, marked(source, "loose"), source);
  assert.deepEqual(unpairedAcquires, marked(source, "unpaired"), source);
}

test("a wait after which something is done that is no test", () => {
  check(`
def consume(self):
    with self.cond:
        if not self.items:
            self.cond.wait()  # loose
        return self.items.pop()
`);
  check(`
def consume(self):
    while True:
        with self.cond:
            if not self.items:
                self.cond.wait()  # loose
            item = self.items.pop()
        work(item)
`);
  check(`
with cond:
    cond.wait(timeout=3)  # loose
print(value)
`);
  check(`
async def use(cond):
    async with cond:
        await cond.wait()  # loose
        use()
`);
});

test("loops with a condition, endless ones that look again, and tests right after are fine", () => {
  check(`
def get(self):
    with self.cond:
        while not self.items:
            self.cond.wait()
        return self.items.pop()
`);
  check(`
def run(self):
    while True:
        with self.cond:
            if self.items:
                work(self.items.pop())
            else:
                self.cond.wait()
`);
  check(`
def get(self):
    while True:
        with self.cond:
            self.cond.wait()
            if not self.items:
                continue
            return self.items.pop()
`);
  check(`
def get(self):
    with self.cond:
        self.cond.wait_for(lambda: self.items)
        return self.items.pop()
`);
  check(`
def get(self):
    with self.cond:
        signaled = self.cond.wait(3)
        return signaled
`);
  check(`
def pause(self):
    with self.cond:
        self.cond.wait()
`);
  check(`
def stop(self):
    for thread in threads:
        with self.cond:
            self.cond.wait()
        print(thread)
`);
});

test("an acquire whose function releases the same lock is paired", () => {
  check(`
def one(self):
    self.lock.acquire()
    try:
        work()
    finally:
        self.lock.release()

def two(self):
    self.lock.acquire()  # unpaired

class Gate:
    def __enter__(self):
        self.gate.lock.acquire(timeout=3)  # unpaired
    def __exit__(self, *error):
        self.gate.lock.release()
`);
  check(`
lock.acquire()  # unpaired
def give():
    lock.release()
`);
});

test("a wait that nothing decides", () => {
  const untested = (source: string) =>
    assert.deepEqual(signalLinesIn(source).untestedWaits, marked(source, "untested"));
  untested(`
def go(cond):
    with cond:
        cond.wait()  # untested
    use()
`);
  untested(`
def go(cond):
    with cond:
        if not ready:
            cond.wait()
    while not ready:
        cond.wait()
    with cond:
        if ready:
            return
        cond.wait()
`);
});

test("an event that is cleared after the work instead of before it", () => {
  const late = (source: string) => assert.deepEqual(signalLinesIn(source).lateClears, marked(source, "late"));
  late(`
while True:
    event.wait()
    work()
    event.clear()  # late
while self.event.wait(1):
    work()
    self.event.clear()  # late
`);
  late(`
while True:
    event.wait()
    event.clear()
    work()
while True:
    event.wait()
    event.clear()
while True:
    event.wait()
    with lock:
        items = pending
        event.clear()
while True:
    event.wait()
    work()
    if not items:
        event.clear()
while True:
    other.wait()
    work()
    event.clear()
`);
});

test("the line of the method's name counts too", () => {
  assert.deepEqual(signalLinesIn("(lock\n  .acquire())\n").unpairedAcquires, [1, 2]);
});

test("what Python's own modules do is fine", () => {
  // As in queue.py, threading.py and concurrent/futures/_base.py.
  check(`
class Queue:
    def get(self, timeout):
        with self.not_empty:
            if timeout is None:
                while not self._qsize():
                    self.not_empty.wait()
            else:
                while not self._qsize():
                    remaining = endtime - time()
                    if remaining <= 0.0:
                        raise Empty
                    self.not_empty.wait(remaining)
            item = self._get()
            return item

class Future:
    def result(self, timeout=None):
        with self._condition:
            if self._state == FINISHED:
                return self.__get_result()
            self._condition.wait(timeout)
            if self._state in [CANCELLED]:
                raise CancelledError()
            elif self._state == FINISHED:
                return self.__get_result()
            else:
                raise TimeoutError()
`);
});

test("a lock that another function gives, or may give, is not paired; in a finally it is", () => {
  check(`
def run(self):
    self.turn.acquire()  # unpaired
    Thread(target=other).start()
    self.turn.release()
def other(server):
    server.turn.release()
`);
  check(`
def run(lock):
    lock.acquire()  # unpaired
    Timer(5, lock.release).start()
    lock.release()
`);
  const guarded = "lock.acquire()\ntry:\n    work()\nfinally:\n    lock.release()\ncall(lock.release)\n";
  assert.deepEqual(signalLinesIn(guarded).guardedAcquires, [1]);
  assert.deepEqual(signalLinesIn(guarded).pairedAcquires, [1]);
  assert.equal(signalLinesIn("signal.signal(signal.SIGINT, handle)\n").handlesSignals, true);
});
