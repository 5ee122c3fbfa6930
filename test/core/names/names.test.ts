/** Names that source code gives to what its lines create. `⟨…⟩` in the source marks the call; 3.10 knows only its line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Creation, namesOfCreations } from "../../../core/names";

/** Takes the marks out of the source; each marked call becomes a place, in the order of evaluation. */
function marked(source: string): { text: string; places: Creation[] } {
  const places: Creation[] = [];
  const open: { line: number; column: number }[] = [];
  let text = "";
  let line = 1;
  let column = 1;
  for (const char of source) {
    if (char === "⟨") open.push({ line, column });
    else if (char === "⟩") {
      const start = open.pop()!;
      places.push({ code: 1, lasti: 2 * places.length, ...start, endLine: line, endColumn: column });
    } else {
      text += char;
      column = char === "\n" ? 1 : column + Buffer.byteLength(char);
      if (char === "\n") line++;
    }
  }
  return { text, places };
}

/** The names of the marked calls, by columns; and whether lines alone give the same. */
function namesIn(source: string): (string | null)[] {
  const { text, places } = marked(source);
  return namesOfCreations(text, places);
}

function namesByLine(source: string): (string | null)[] {
  const { text, places } = marked(source);
  return namesOfCreations(
    text,
    places.map((place) => ({ ...place, column: 0, endLine: place.line, endColumn: 0 })),
  );
}

/** Source → names; what every supported interpreter's places must give. */
const EVERYWHERE: Record<string, [string, ...(string | null)[]]> = {
  "a variable": ["counter_lock = ⟨Lock()⟩\n", "counter_lock"],
  "from a module": ["lock = ⟨threading.Lock()⟩\n", "lock"],
  "under another name": ["from threading import Lock as L\nlock = wrap(note('x'), ⟨L()⟩) or ⟨L()⟩\n", null, "lock"],
  annotated: ["lock: threading.Lock = ⟨threading.Lock()⟩\n", "lock"],
  "an attribute of self": ["class Account:\n  def __init__(self):\n    self.lock = ⟨Lock()⟩\n", "Account.lock"],
  "self by another name": ["class Account:\n  def open(this):\n    this.lock = ⟨Lock()⟩\n", "Account.lock"],
  "self in a closure": ["class A:\n  def f(self):\n    def g():\n      self.l = ⟨Lock()⟩\n    g()\n", "A.l"],
  "self in a decorated method": ["class A:\n  @once\n  def f(self):\n    self.l = ⟨Lock()⟩\n", "A.l"],
  "no self outside a class": ["def f(self):\n  self.lock = ⟨Lock()⟩\n", "self.lock"],
  "a class attribute": ["class Account:\n  lock = ⟨Lock()⟩\n", "Account.lock"],
  "a class attribute on cls": ["class A:\n  @classmethod\n  def f(cls):\n    cls.lock = ⟨Lock()⟩\n", "A.lock"],
  "a local in a method": ["class A:\n  def f(self):\n    lock = ⟨Lock()⟩\n", "lock"],
  "an attribute of something": ["pool.guard.lock = ⟨Lock()⟩\n", "pool.guard.lock"],
  "an attribute below self": ["class A:\n  def f(self):\n    self.b.c = ⟨Lock()⟩\n", "A.b.c"],
  "a list comprehension": ["forks = [⟨Lock()⟩ for _ in range(5)]\n", "forks[]"],
  "a list of lists": ["grid = [[⟨Lock()⟩ for _ in x] for _ in y]\n", "grid[]"],
  "a list": ["locks = [⟨Lock()⟩, ⟨Lock()⟩]\n", "locks[]", "locks[]"],
  "a list on self": ["class T:\n  def f(self):\n    self.forks = [⟨Lock()⟩ for _ in x]\n", "T.forks[]"],
  "a tuple of a generator": ["locks = tuple(⟨Lock()⟩ for _ in range(2))\n", "locks[]"],
  "a tuple": ["pair = ⟨Lock()⟩, ⟨Lock()⟩\n", "pair[]", "pair[]"],
  "a repeated list": ["locks = [⟨Lock()⟩] * 3\n", "locks[]"],
  "a set": ["locks = {⟨Lock()⟩, ⟨Lock()⟩}\n", "locks[]", "locks[]"],
  "an item": ["locks['a'] = ⟨Lock()⟩\n", "locks['a']"],
  "an item by number": ["locks[0] = ⟨Lock()⟩\n", "locks[0]"],
  "an item by variable": ["locks[key] = ⟨Lock()⟩\n", "locks[]"],
  "an item of an item": ["locks[a][b] = ⟨Lock()⟩\n", "locks[]"],
  "a dict": ["locks = {'a': ⟨Lock()⟩, b: ⟨Lock()⟩}\n", "locks['a']", "locks[]"],
  "a dict comprehension": ["locks = {k: ⟨Lock()⟩ for k in names}\n", "locks[]"],
  "a long or strange key": [`locks = {'${"x".repeat(40)}': ⟨Lock()⟩}\n`, "locks[]"],
  append: ["locks.append(⟨Lock()⟩)\n", "locks[]"],
  "append to self": ["class A:\n  def f(self):\n    self.locks.append(⟨Lock()⟩)\n", "A.locks[]"],
  setdefault: ["lock = locks.setdefault('a', ⟨Lock()⟩)\n", "locks['a']"],
  setattr: ["setattr(thing, 'lock', ⟨Lock()⟩)\n", "thing.lock"],
  "a keyword argument": ["Account(lock=⟨Lock()⟩)\n", "lock"],
  "a positional argument of a class": [
    "class A:\n  def __init__(self, owner, lock):\n    pass\nx = A('me', ⟨Lock()⟩)\n",
    "lock",
  ],
  "a positional argument of a function": ["def run(queue, lock=None): pass\nrun(q, ⟨Lock()⟩)\n", "lock"],
  "an argument of something unknown": ["x = unknown(⟨Lock()⟩)\n", null],
  "the lock of a condition": ["ready = ⟨Condition(⟨Lock()⟩)⟩\n", "ready.lock", "ready"],
  "a default parameter": ["def f(a, lock=⟨Lock()⟩): pass\n", "lock"],
  "an annotated default parameter": ["def f(a, *, lock: Lock = ⟨Lock()⟩): pass\n", "lock"],
  walrus: ["if (lock := ⟨Lock()⟩): pass\n", "lock"],
  "a with statement": ["with ⟨Lock()⟩ as lock: pass\n", "lock"],
  "a for loop": ["for lock in [⟨Lock()⟩, ⟨Lock()⟩]: pass\n", "lock", "lock"],
  "several targets": ["a, b = ⟨Lock()⟩, ⟨Lock()⟩\n", "a", "b"],
  "several targets in brackets": ["(a, b) = [⟨Lock()⟩, ⟨Lock()⟩]\n", "a", "b"],
  "several targets on self": ["class A:\n  def f(self):\n    self.a, b = ⟨Lock()⟩, ⟨threading.Event()⟩\n", "A.a", "b"],
  "targets of one expression": ["a, b = [⟨Lock()⟩ for _ in range(2)]\n", "a, b"],
  "one target in a list": ["lock, = [⟨Lock()⟩]\n", "lock"],
  "a chain of targets": ["a = b = ⟨Lock()⟩\n", "a"],
  alternatives: ["lock = lock or ⟨Lock()⟩\n", "lock"],
  "a condition's branch": ["lock = ⟨Lock()⟩ if shared else None\n", "lock"],
  "over several lines": ["lock = (\n  ⟨Lock(\n  )⟩\n)\n", "lock"],
  "arguments over several lines": ["pool = Pool(\n  size=3,\n  lock=⟨threading.Lock()⟩,\n)\n", "lock"],
  "a field of a dataclass": ["@dataclass\nclass A:\n  lock: Lock = field(default=⟨Lock()⟩)\n", "A.lock"],
  "a field that a dataclass makes": [
    "@dataclass\nclass A:\n  n: int\n  lock: Lock = field(default_factory=threading.Lock)\nx = ⟨A(1)⟩\n",
    "A.lock",
  ],
  "fields that a dataclass makes": [
    "@dataclass(slots=True)\nclass A:\n  a: Lock = field(default_factory=Lock)\n  b: Event = field(default_factory=Event)\nx = ⟨A()⟩\n",
    "A",
  ],
  "a subclass's own constructor": ["class Inbox(Queue):\n  def __init__(self):\n    ⟨super().__init__()⟩\n", "Inbox"],
  "a base's constructor by name": ["class Inbox(Queue):\n  def __init__(self):\n    ⟨Queue.__init__(self)⟩\n", "Inbox"],
  "an instance of a subclass": ["inbox = ⟨Inbox()⟩\n", "inbox"],
  returned: ["def make():\n  return ⟨Lock()⟩\n", null],
  thrown: ["⟨Lock()⟩\n", null],
  "another alphabet": ["größe = 'äöü'; 锁 = ⟨Lock()⟩\n", "锁"],
  "carriage returns": ["a = 1\r\nlock = ⟨Lock()⟩\r\n", "lock"],
  "a broken line before it": ["def (:\n  x = = 1\nlock = ⟨Lock()⟩\n", "lock"],
};

for (const [what, [source, ...names]] of Object.entries(EVERYWHERE)) {
  test(`${what}: ${source.trim().split("\n").pop()!.trim()}`, () => {
    assert.deepEqual(namesIn(source), names, "by columns");
    assert.deepEqual(namesByLine(source), names, "by line and order");
  });
}

test("a factory that a container calls by itself: the subscript is the place", () => {
  assert.deepEqual(namesIn("locks = defaultdict(Lock)\nwith ⟨locks[key]⟩: pass\n"), ["locks[]"]);
});

test("only columns tell a call that creates nothing from one that does", () => {
  assert.deepEqual(namesIn("a, b = make(), ⟨make()⟩\n"), ["b"]);
});

test("a place outside the text, or in a text that changed, has no name", () => {
  const place = { code: 1, lasti: 0, line: 99, column: 3, endLine: 99, endColumn: 9 };
  assert.deepEqual(namesOfCreations("lock = Lock()\n", [place, { ...place, column: 0 }]), [null, null]);
  assert.deepEqual(namesOfCreations("", [place]), [null]);
  assert.deepEqual(namesOfCreations("something = else\n", [{ ...place, line: 1 }]), [null]);
});
