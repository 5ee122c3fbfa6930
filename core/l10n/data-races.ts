/** What the rule data-race says; see findings.ts. */
const RACE =
  "{where} {writes:writes|reads} {name} while another thread may {otherWrites:write|read} it at {other}: nothing orders the two.";
const RACE_ZH =
  "{where} {writes:写入|读取} {name} 时，另一个线程可能正在 {other} {otherWrites:写入|读取}它：两者之间没有先后保证。";
const ONE_LOCK =
  "Hold one lock at both places, from a read to the write that depends on it; or hand {name} over by a queue, an event or a join.";
const ONE_LOCK_ZH = "在这两处持有同一把锁，从读取一直持有到依赖它的写入；或者用队列、事件或 join 来移交 {name}。";
const BARE = "{held} of {of} accesses hold {lock}; {where} does not. Take {lock} there too.";
const BARE_ZH = "{of} 处访问中有 {held} 处持有 {lock}；{where} 没有。在那里也要获取 {lock}。";
const LUCK = `${RACE} It is one step only by luck: not lost on this build; unsafe on Python ≤ 3.9 and free-threaded builds.`;
const LUCK_ZH = `${RACE_ZH}它成为一步只是碰巧：在此构建上不会丢失；在 Python ≤ 3.9 和自由线程构建上不安全。`;
const CONTRACT = `${RACE} Each is one step of the interpreter, so nothing breaks; in which order they come is open.`;
const CONTRACT_ZH = `${RACE_ZH}每个操作都是解释器的一步，因此不会损坏；只是先后次序不定。`;
const CONTRACT_ADVICE = "Nothing to mend if any order will do.";
const CONTRACT_ADVICE_ZH = "如果任何次序都可以，就无需修改。";
const LAZY = `${RACE} It is an initialisation: {guarded:the lock sees to it that it is made once, but who reads it without that lock relies on the interpreter|two threads may both make it}.`;
const LAZY_ZH = `${RACE_ZH}这是一次初始化：{guarded:锁保证它只执行一次，但不持有该锁的读取依赖于解释器|两个线程可能都会执行它}。`;
const LAZY_ADVICE =
  "Make it before the threads start, or test and write in one block with a lock (with functools.cache for a function).";
const LAZY_ADVICE_ZH = "在线程启动之前完成初始化，或者在同一个持锁代码块中测试并写入（函数可用 functools.cache）。";
const POLLED = `${RACE} It is a flag that is polled: it works, and nothing else may be read on its strength.`;
const POLLED_ZH = `${RACE_ZH}这是一个被轮询的标志：它能用，但不能凭它去读取其他数据。`;
const POLLED_ADVICE = "Use a threading.Event: `wait()` needs no polling, and orders what was written before `set()`.";
const POLLED_ADVICE_ZH = "请使用 threading.Event：`wait()` 无需轮询，并保证 `set()` 之前的写入可见。";
const PREDICTED =
  "{where} {writes:writes|reads} {name} and {other} {otherWrites:writes|reads} it: in this run only the order in which threads took other locks kept the two apart.";
const PREDICTED_ZH =
  "{where} {writes:写入|读取} {name}，{other} {otherWrites:写入|读取}它：本次运行中只是因为线程获取其他锁的先后次序，两者才没有同时发生。";

export const en = {
  "finding.dataRace.plain.noLock.message": RACE,
  "finding.dataRace.plain.noLock.advice": ONE_LOCK,
  "finding.dataRace.plain.bare.message": RACE,
  "finding.dataRace.plain.bare.advice": BARE,
  "finding.dataRace.luck.noLock.message": LUCK,
  "finding.dataRace.luck.noLock.advice": ONE_LOCK,
  "finding.dataRace.luck.bare.message": LUCK,
  "finding.dataRace.luck.bare.advice": BARE,
  "finding.dataRace.contract.noLock.message": CONTRACT,
  "finding.dataRace.contract.noLock.advice": CONTRACT_ADVICE,
  "finding.dataRace.contract.bare.message": CONTRACT,
  "finding.dataRace.contract.bare.advice": BARE,
  "finding.dataRace.lazyInit.noLock.message": LAZY,
  "finding.dataRace.lazyInit.noLock.advice": LAZY_ADVICE,
  "finding.dataRace.lazyInit.bare.message": LAZY,
  "finding.dataRace.lazyInit.bare.advice": LAZY_ADVICE,
  "finding.dataRace.polledFlag.noLock.message": POLLED,
  "finding.dataRace.polledFlag.noLock.advice": POLLED_ADVICE,
  "finding.dataRace.polledFlag.bare.message": POLLED,
  "finding.dataRace.polledFlag.bare.advice": POLLED_ADVICE,
  "finding.dataRace.predicted.noLock.message": PREDICTED,
  "finding.dataRace.predicted.noLock.advice": ONE_LOCK,
  "finding.dataRace.predicted.bare.message": PREDICTED,
  "finding.dataRace.predicted.bare.advice": BARE,
};

export const zh: Record<keyof typeof en, string> = {
  "finding.dataRace.plain.noLock.message": RACE_ZH,
  "finding.dataRace.plain.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.plain.bare.message": RACE_ZH,
  "finding.dataRace.plain.bare.advice": BARE_ZH,
  "finding.dataRace.luck.noLock.message": LUCK_ZH,
  "finding.dataRace.luck.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.luck.bare.message": LUCK_ZH,
  "finding.dataRace.luck.bare.advice": BARE_ZH,
  "finding.dataRace.contract.noLock.message": CONTRACT_ZH,
  "finding.dataRace.contract.noLock.advice": CONTRACT_ADVICE_ZH,
  "finding.dataRace.contract.bare.message": CONTRACT_ZH,
  "finding.dataRace.contract.bare.advice": BARE_ZH,
  "finding.dataRace.lazyInit.noLock.message": LAZY_ZH,
  "finding.dataRace.lazyInit.noLock.advice": LAZY_ADVICE_ZH,
  "finding.dataRace.lazyInit.bare.message": LAZY_ZH,
  "finding.dataRace.lazyInit.bare.advice": LAZY_ADVICE_ZH,
  "finding.dataRace.polledFlag.noLock.message": POLLED_ZH,
  "finding.dataRace.polledFlag.noLock.advice": POLLED_ADVICE_ZH,
  "finding.dataRace.polledFlag.bare.message": POLLED_ZH,
  "finding.dataRace.polledFlag.bare.advice": POLLED_ADVICE_ZH,
  "finding.dataRace.predicted.noLock.message": PREDICTED_ZH,
  "finding.dataRace.predicted.noLock.advice": ONE_LOCK_ZH,
  "finding.dataRace.predicted.bare.message": PREDICTED_ZH,
  "finding.dataRace.predicted.bare.advice": BARE_ZH,
};
