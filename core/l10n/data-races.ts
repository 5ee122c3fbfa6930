/**
 * What the rule data-race says; see findings.ts. The word behind `dataRace.` says what kind of race it is, the last one what to do.
 *
 * `elsewhere` is where the other access is, empty where `same` tells that it is the same line.
 */
const OTHER = "another {ofProcesses:process|}{ofTasks:task|}{ofThreads:thread|}";
const OTHER_ZH = "另一个{ofProcesses:进程|}{ofTasks:任务|}{ofThreads:线程|}";
const THERE = "{same:at the same line|at }{elsewhere}";
const THERE_ZH = "{same:同一行|}{elsewhere}";

const RACE = `{where} {writes:writes|reads} {name} while ${OTHER} may {otherWrites:write|read} it ${THERE}: nothing orders the two.`;
const RACE_ZH = `{where} {writes:写入|读取} {name} 时，${OTHER_ZH}可能正在 ${THERE_ZH} {otherWrites:写入|读取}它：两者之间没有先后保证。`;
const ITERATED = `{where} {writes:changes|goes through} {name} while ${OTHER} may {otherWrites:change|go through} it ${THERE}: whoever goes through it then skips items or fails.`;
const ITERATED_ZH = `{where} {writes:修改|遍历} {name} 时，${OTHER_ZH}可能正在 ${THERE_ZH} {otherWrites:修改|遍历}它：遍历者会因此漏掉元素或出错。`;
const PREDICTED = `{where} {writes:writes|reads} {name} and ${OTHER} {otherWrites:writes|reads} it ${THERE}: in this run only the order in which other locks were taken kept the two apart.`;
const PREDICTED_ZH = `{where} {writes:写入|读取} {name}，${OTHER_ZH}在 ${THERE_ZH} {otherWrites:写入|读取}它：本次运行中只是因为获取其他锁的先后次序，两者才没有同时发生。`;

const ONE_LOCK =
  "Hold one lock at both places, from a read to the write that depends on it; or hand {name} over by a queue.";
const ONE_LOCK_ZH = "在这两处持有同一把锁，从读取一直持有到依赖它的写入；或者用队列来移交 {name}。";
const TASKS =
  "Hold one asyncio.Lock (`async with`) from the read to the write that depends on it, or let no `await` come between the two.";
const TASKS_ZH = "从读取到依赖它的写入一直持有同一把 asyncio.Lock（`async with`），或者不要让两者之间出现 `await`。";
const SHARED =
  "Each access locks for itself alone: put the read and the write that depends on it into one block, `with {owner}.get_lock():`.";
const SHARED_ZH = "每次访问只为自己加锁：把读取和依赖它的写入放进同一个代码块 `with {owner}.get_lock():`。";
const BARE = "{held} of {of} places that use it hold {lock}; {where} does not. Take {lock} there too.";
const BARE_ZH = "{of} 处访问中有 {held} 处持有 {lock}；{where} 没有。在那里也要获取 {lock}。";
const COPY = "Hold one lock at both places; or go through a copy that is made under that lock: `list({name})`.";
const COPY_ZH = "在这两处持有同一把锁；或者遍历在该锁内创建的副本：`list({name})`。";

const LUCK = `${RACE} It is one step only by luck: not lost on this build; unsafe on Python ≤ 3.9 and free-threaded builds.`;
const LUCK_ZH = `${RACE_ZH}它成为一步只是碰巧：在此构建上不会丢失；在 Python ≤ 3.9 和自由线程构建上不安全。`;
const CONTRACT = `${RACE} Each is one step of the interpreter, so no value is lost or half written; which comes first is open.`;
const CONTRACT_ZH = `${RACE_ZH}每个操作都是解释器的一步，因此值不会丢失，也不会只写了一半；只是先后次序不定。`;
const LOOK = `${RACE} No two writes of it overlap, so none is lost; the read sees what was there before or after one.`;
const LOOK_ZH = `${RACE_ZH}它的写入互不重叠，因此不会丢失；读取看到的是某次写入之前或之后的值。`;
const ANY_ORDER = "Fine as it is if either order will do; else hold one lock at both places.";
const ANY_ORDER_ZH = "如果哪种次序都可以，就无需修改；否则在这两处持有同一把锁。";
const WAIT_FOR_IT =
  "Fine as it is if the read may come too early; if not, let it wait for the write: an event or a join.";
const WAIT_FOR_IT_ZH = "如果读取可以过早，就无需修改；否则让它等待写入：使用事件或 join。";
const WITH_THE_OTHERS = "Other accesses of {name} are graver: what mends them belongs here too.";
const WITH_THE_OTHERS_ZH = "{name} 的其他访问问题更严重：修改它们的办法在这里也适用。";

const LAZY = `${RACE} A test of whether it is there already decides the write`;
const LAZY_ZH = `${RACE_ZH}是否写入取决于“它是否已存在”的判断`;
const POLLED = `${RACE} It is a flag that is polled: it works, and nothing else may be read on its strength.`;
const POLLED_ZH = `${RACE_ZH}这是一个被轮询的标志：它能用，但不能凭它去读取其他数据。`;

export const en = {
  "finding.dataRace.plain.noLock.message": RACE,
  "finding.dataRace.plain.noLock.advice": ONE_LOCK,
  "finding.dataRace.plain.bare.message": RACE,
  "finding.dataRace.plain.bare.advice": BARE,
  "finding.dataRace.plain.tasks.message": RACE,
  "finding.dataRace.plain.tasks.advice": TASKS,
  "finding.dataRace.plain.shared.message": RACE,
  "finding.dataRace.plain.shared.advice": SHARED,
  "finding.dataRace.iterated.noLock.message": ITERATED,
  "finding.dataRace.iterated.noLock.advice": COPY,
  "finding.dataRace.iterated.bare.message": ITERATED,
  "finding.dataRace.iterated.bare.advice": BARE,
  "finding.dataRace.luck.noLock.message": LUCK,
  "finding.dataRace.luck.noLock.advice": ONE_LOCK,
  "finding.dataRace.luck.bare.message": LUCK,
  "finding.dataRace.luck.bare.advice": BARE,
  "finding.dataRace.contract.noLock.message": CONTRACT,
  "finding.dataRace.contract.noLock.advice": ANY_ORDER,
  "finding.dataRace.contract.early.message": CONTRACT,
  "finding.dataRace.contract.early.advice": WAIT_FOR_IT,
  "finding.dataRace.contract.bare.message": CONTRACT,
  "finding.dataRace.contract.bare.advice": BARE,
  "finding.dataRace.contract.graver.message": CONTRACT,
  "finding.dataRace.contract.graver.advice": WITH_THE_OTHERS,
  "finding.dataRace.look.early.message": LOOK,
  "finding.dataRace.look.early.advice": WAIT_FOR_IT,
  "finding.dataRace.look.bare.message": LOOK,
  "finding.dataRace.look.bare.advice": BARE,
  "finding.dataRace.look.graver.message": LOOK,
  "finding.dataRace.look.graver.advice": WITH_THE_OTHERS,
  "finding.dataRace.lazyInit.noLock.message": `${LAZY}: two {ofProcesses:processes|}{ofTasks:tasks|}{ofThreads:threads|} may both do it.`,
  "finding.dataRace.lazyInit.noLock.advice":
    "Test and write in one block with a lock, or write it before the threads start (for what a function returns: functools.cache).",
  "finding.dataRace.lazyInit.guarded.message": `${LAZY}, under a lock, so it is done once; who reads it without that lock relies on the interpreter.`,
  "finding.dataRace.lazyInit.guarded.advice":
    "It works on CPython. To work everywhere, take the lock for the first test too, or write it before the threads start.",
  "finding.dataRace.polledFlag.noLock.message": POLLED,
  "finding.dataRace.polledFlag.noLock.advice":
    "Use a threading.Event: `wait()` needs no polling, and orders what was written before `set()`.",
  "finding.dataRace.predicted.noLock.message": PREDICTED,
  "finding.dataRace.predicted.noLock.advice": ONE_LOCK,
  "finding.dataRace.predicted.bare.message": PREDICTED,
  "finding.dataRace.predicted.bare.advice": BARE,
  "finding.dataRace.predicted.shared.message": PREDICTED,
  "finding.dataRace.predicted.shared.advice": SHARED,
};

export const zh: Record<keyof typeof en, string> = {
  "finding.dataRace.plain.noLock.message": RACE_ZH,
  "finding.dataRace.plain.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.plain.bare.message": RACE_ZH,
  "finding.dataRace.plain.bare.advice": BARE_ZH,
  "finding.dataRace.plain.tasks.message": RACE_ZH,
  "finding.dataRace.plain.tasks.advice": TASKS_ZH,
  "finding.dataRace.plain.shared.message": RACE_ZH,
  "finding.dataRace.plain.shared.advice": SHARED_ZH,
  "finding.dataRace.iterated.noLock.message": ITERATED_ZH,
  "finding.dataRace.iterated.noLock.advice": COPY_ZH,
  "finding.dataRace.iterated.bare.message": ITERATED_ZH,
  "finding.dataRace.iterated.bare.advice": BARE_ZH,
  "finding.dataRace.luck.noLock.message": LUCK_ZH,
  "finding.dataRace.luck.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.luck.bare.message": LUCK_ZH,
  "finding.dataRace.luck.bare.advice": BARE_ZH,
  "finding.dataRace.contract.noLock.message": CONTRACT_ZH,
  "finding.dataRace.contract.noLock.advice": ANY_ORDER_ZH,
  "finding.dataRace.contract.early.message": CONTRACT_ZH,
  "finding.dataRace.contract.early.advice": WAIT_FOR_IT_ZH,
  "finding.dataRace.contract.bare.message": CONTRACT_ZH,
  "finding.dataRace.contract.bare.advice": BARE_ZH,
  "finding.dataRace.contract.graver.message": CONTRACT_ZH,
  "finding.dataRace.contract.graver.advice": WITH_THE_OTHERS_ZH,
  "finding.dataRace.look.early.message": LOOK_ZH,
  "finding.dataRace.look.early.advice": WAIT_FOR_IT_ZH,
  "finding.dataRace.look.bare.message": LOOK_ZH,
  "finding.dataRace.look.bare.advice": BARE_ZH,
  "finding.dataRace.look.graver.message": LOOK_ZH,
  "finding.dataRace.look.graver.advice": WITH_THE_OTHERS_ZH,
  "finding.dataRace.lazyInit.noLock.message": `${LAZY_ZH}：两个{ofProcesses:进程|}{ofTasks:任务|}{ofThreads:线程|}可能都会执行。`,
  "finding.dataRace.lazyInit.noLock.advice":
    "在同一个持锁代码块中判断并写入，或者在线程启动之前写入（函数的返回值可用 functools.cache）。",
  "finding.dataRace.lazyInit.guarded.message": `${LAZY_ZH}，并持有锁，因此只执行一次；不持有该锁的读取依赖于解释器。`,
  "finding.dataRace.lazyInit.guarded.advice":
    "它在 CPython 上能用。若要在任何地方都能用，第一次判断时也要获取该锁，或者在线程启动之前写入。",
  "finding.dataRace.polledFlag.noLock.message": POLLED_ZH,
  "finding.dataRace.polledFlag.noLock.advice":
    "请使用 threading.Event：`wait()` 无需轮询，并保证 `set()` 之前的写入可见。",
  "finding.dataRace.predicted.noLock.message": PREDICTED_ZH,
  "finding.dataRace.predicted.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.predicted.bare.message": PREDICTED_ZH,
  "finding.dataRace.predicted.bare.advice": BARE_ZH,
  "finding.dataRace.predicted.shared.message": PREDICTED_ZH,
  "finding.dataRace.predicted.shared.advice": SHARED_ZH,
};
