/**
 * What the rules say. A finding names a text by its prefix (`Finding.messageKey`); `.message` tells what happened, `.advice`
 * what to do, in one or two plain sentences.
 */
import * as dataRaces from "./data-races";
import * as deadlocks from "./rules/deadlocks";
import * as models from "./rules/models";
import * as pools from "./rules/pools";
import * as queues from "./rules/queues";
import * as signals from "./rules/signals";
import * as tasks from "./rules/tasks";

const CONTENDED =
  "{name} made {complete:|at least }{lanes} {lanes:lane|lanes} wait {complete:|at least }{waits} {waits:time|times}: {blocked} in all, {worst} at worst.";
const CONTENDED_ZH =
  "{name} 使{complete:|至少} {lanes} 条泳道共等待{complete:|至少} {waits} 次：合计 {blocked}，最长一次 {worst}。";

const LOST =
  "{exact:|at least }{number} {count:update|updates} of {name} {count:was|were} lost: {where} wrote what had been computed from a value that another {ofTasks:task|thread} had changed meanwhile.{rested: Busy lines were not watched all the time: --exact (setting raceway.races) counts all.|}";
const LOST_ZH =
  "{exact:|至少}丢失了 {name} 的 {number} 次更新：{where} 写入的内容是根据旧值计算的，而其他{ofTasks:任务|线程}在此期间已改变了它。{rested:繁忙的行并非一直被观察：用 --exact（设置 raceway.races）可全部计数。|}";
const OVERWRITTEN =
  "{exact:|at least }{number} {count:write|writes} of {name} {count:was|were} overwritten: {where} acted on what {read} had seen, and another {ofTasks:task|thread} had changed it meanwhile.";
const OVERWRITTEN_ZH =
  "{exact:|至少} {number} 次对 {name} 的写入被覆盖：{where} 依据 {read} 看到的内容行事，而其他{ofTasks:任务|线程}在此期间已改变了它。";
const ONE_BLOCK =
  "No lock is held from the read at {read} to the write: put both into one `with` block, everywhere with the same lock.";
const ONE_BLOCK_ZH = "从 {read} 处的读取到写入之间没有持有锁：请把两者放进同一个 `with` 代码块，并处处使用同一把锁。";
const ONE_ASYNC_BLOCK =
  "Other tasks run at the `await` between the read at {read} and the write: put both into one `async with` of an asyncio.Lock.";
const ONE_ASYNC_BLOCK_ZH =
  "在 {read} 处的读取和写入之间的 `await` 处，其他任务会运行：请把两者放进 asyncio.Lock 的同一个 `async with` 代码块。";
const BARE = "Other accesses hold {lock}; {bare} does not. Take {lock} there too, from the read to the write.";
const BARE_ZH = "其他访问持有 {lock}；{bare} 没有。在那里也要获取 {lock}，从读取一直持有到写入。";
const DIFFERENT =
  "{lock} is held at {where}, but {other} at {bare}: two locks do not keep each other out. Take the same one wherever {name} is changed.";
const DIFFERENT_ZH =
  "{where} 处持有 {lock}，而 {bare} 处持有 {other}：两把锁互不排斥。请在所有修改 {name} 的地方使用同一把锁。";
const OWN =
  "Each {ofTasks:task|thread} holds a lock of its own, all called {lock}, and they keep nobody out. Let all that change {name} share one.";
const OWN_ZH =
  "每个{ofTasks:任务|线程}持有的是各自的锁（都叫 {lock}），互不排斥。请让所有修改 {name} 的代码共用一把锁。";
const SEPARATE =
  "{lock} is held at the read and at the write, but let go in between. Keep it: put both into one `with {lock}:` block.";
const SEPARATE_ZH = "读取和写入时都持有 {lock}，但中间释放过。请一直持有：把两者放进同一个 `with {lock}:` 代码块。";

export const en = {
  ...dataRaces.en,
  ...deadlocks.en,
  ...models.en,
  ...pools.en,
  ...queues.en,
  ...signals.en,
  ...tasks.en,
  "finding.lostUpdate.value.noLock.message": LOST,
  "finding.lostUpdate.value.noLock.advice": ONE_BLOCK,
  "finding.lostUpdate.value.tasks.message": LOST,
  "finding.lostUpdate.value.tasks.advice": ONE_ASYNC_BLOCK,
  "finding.lostUpdate.value.oneBare.message": LOST,
  "finding.lostUpdate.value.oneBare.advice": BARE,
  "finding.lostUpdate.value.differentLocks.message": LOST,
  "finding.lostUpdate.value.differentLocks.advice": DIFFERENT,
  "finding.lostUpdate.value.ownLocks.message": LOST,
  "finding.lostUpdate.value.ownLocks.advice": OWN,
  "finding.lostUpdate.value.separate.message": LOST,
  "finding.lostUpdate.value.separate.advice": SEPARATE,
  "finding.lostUpdate.control.noLock.message": OVERWRITTEN,
  "finding.lostUpdate.control.noLock.advice": ONE_BLOCK,
  "finding.lostUpdate.control.tasks.message": OVERWRITTEN,
  "finding.lostUpdate.control.tasks.advice": ONE_ASYNC_BLOCK,
  "finding.lostUpdate.control.oneBare.message": OVERWRITTEN,
  "finding.lostUpdate.control.oneBare.advice": BARE,
  "finding.lostUpdate.control.differentLocks.message": OVERWRITTEN,
  "finding.lostUpdate.control.differentLocks.advice": DIFFERENT,
  "finding.lostUpdate.control.ownLocks.message": OVERWRITTEN,
  "finding.lostUpdate.control.ownLocks.advice": OWN,
  "finding.lostUpdate.control.separate.message": OVERWRITTEN,
  "finding.lostUpdate.control.separate.advice": SEPARATE,

  "finding.lockContention.knownHolder.message": CONTENDED,
  "finding.lockContention.knownHolder.advice":
    "Hold it shorter: take out of the block at {where} what needs no protection, or use a lock for each part of the data.",
  "finding.lockContention.unknownHolder.message": CONTENDED,
  "finding.lockContention.unknownHolder.advice":
    "Hold it shorter: take out of its blocks what needs no protection, or use a lock for each part of the data.",
  "finding.lockContention.neverReleased.message": `${CONTENDED} It was never released: {holder}, which took it at {where}, has ended.`,
  "finding.lockContention.neverReleased.advice":
    "Release it on every path out of the block at {where}, exceptions included: `with` does that by itself.",
  "finding.lockContention.convoy.message": `${CONTENDED} {queue} lanes queued for it, {turns} turns in a row.`,
  "finding.lockContention.convoy.advice":
    "Take it once for a whole batch, or shorten the block at {where}: they want it again at once, and so go one by one.",
  "finding.lockContention.semaphore.message": CONTENDED,
  "finding.lockContention.semaphore.advice":
    "Its {permits} {permits:permit was|permits were} all taken: the price of the limit. Keep it, raise it, or give permits back sooner.",

  "finding.overRelease.lock.message": "{name} was released at {where} while nobody held it.",
  "finding.overRelease.lock.advice":
    "Release once for each acquire, on every path: `with` pairs the two by itself, also when the body raises.",
  "finding.overRelease.rlock.message": "{name} was released at {where} by a thread that did not hold it.",
  "finding.overRelease.rlock.advice":
    "It belongs to the thread that took it: release it there, once for each acquire. `with` pairs the two by itself.",
  "finding.overRelease.semaphore.message":
    "{name} was released at {where} more often than it was acquired: it would have passed its bound of {bound}.",
  "finding.overRelease.semaphore.advice":
    "Give back only a permit that was taken, and only once: use `with`, or put release() into the `finally` of the try that follows acquire().",
  "finding.overRelease.queue.message": "task_done() was called at {where} more often than items were put into {name}.",
  "finding.overRelease.queue.advice":
    "Call task_done() exactly once for each get() that returned an item, and not after a get() that raised Empty.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  ...dataRaces.zh,
  ...deadlocks.zh,
  ...models.zh,
  ...pools.zh,
  ...queues.zh,
  ...signals.zh,
  ...tasks.zh,
  "finding.lostUpdate.value.noLock.message": LOST_ZH,
  "finding.lostUpdate.value.noLock.advice": ONE_BLOCK_ZH,
  "finding.lostUpdate.value.tasks.message": LOST_ZH,
  "finding.lostUpdate.value.tasks.advice": ONE_ASYNC_BLOCK_ZH,
  "finding.lostUpdate.value.oneBare.message": LOST_ZH,
  "finding.lostUpdate.value.oneBare.advice": BARE_ZH,
  "finding.lostUpdate.value.differentLocks.message": LOST_ZH,
  "finding.lostUpdate.value.differentLocks.advice": DIFFERENT_ZH,
  "finding.lostUpdate.value.ownLocks.message": LOST_ZH,
  "finding.lostUpdate.value.ownLocks.advice": OWN_ZH,
  "finding.lostUpdate.value.separate.message": LOST_ZH,
  "finding.lostUpdate.value.separate.advice": SEPARATE_ZH,
  "finding.lostUpdate.control.noLock.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.noLock.advice": ONE_BLOCK_ZH,
  "finding.lostUpdate.control.tasks.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.tasks.advice": ONE_ASYNC_BLOCK_ZH,
  "finding.lostUpdate.control.oneBare.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.oneBare.advice": BARE_ZH,
  "finding.lostUpdate.control.differentLocks.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.differentLocks.advice": DIFFERENT_ZH,
  "finding.lostUpdate.control.ownLocks.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.ownLocks.advice": OWN_ZH,
  "finding.lostUpdate.control.separate.message": OVERWRITTEN_ZH,
  "finding.lostUpdate.control.separate.advice": SEPARATE_ZH,

  "finding.lockContention.knownHolder.message": CONTENDED_ZH,
  "finding.lockContention.knownHolder.advice":
    "缩短持有时间：把 {where} 处代码块中不需要保护的部分移出来；或者让每部分数据有自己的锁。",
  "finding.lockContention.unknownHolder.message": CONTENDED_ZH,
  "finding.lockContention.unknownHolder.advice":
    "缩短持有时间：把受保护代码块中不需要保护的部分移出来，或者让每部分数据有自己的锁。",
  "finding.lockContention.neverReleased.message": `${CONTENDED_ZH}它一直没有被释放：在 {where} 获取它的 {holder} 已经结束。`,
  "finding.lockContention.neverReleased.advice":
    "在离开 {where} 处代码块的每条路径上都要释放它，包括抛出异常时：`with` 会自动做到。",
  "finding.lockContention.convoy.message": `${CONTENDED_ZH}{queue} 条泳道为它排队，连续轮换了 {turns} 次。`,
  "finding.lockContention.convoy.advice":
    "一次获取处理一整批，或者缩短 {where} 处的代码块：它们刚归还就又想获取，因此总体并不比其中一条更快。",
  "finding.lockContention.semaphore.message": CONTENDED_ZH,
  "finding.lockContention.semaphore.advice":
    "它的 {permits} 个许可都已被占用。这就是上限的代价：保留它，提高它，或者更早归还许可。",

  "finding.overRelease.lock.message": "{name} 在 {where} 被释放，而当时没有人持有它。",
  "finding.overRelease.lock.advice": "在每条路径上，每次获取只释放一次：`with` 会自动配对，代码块抛出异常时也一样。",
  "finding.overRelease.rlock.message": "{name} 在 {where} 被一个并不持有它的线程释放。",
  "finding.overRelease.rlock.advice": "它属于获取它的线程：在那个线程里释放，每次获取释放一次。`with` 会自动配对。",
  "finding.overRelease.semaphore.message": "{name} 在 {where} 的释放次数多于获取次数：会超过它的上限 {bound}。",
  "finding.overRelease.semaphore.advice":
    "只归还取到的许可，且只归还一次：使用 `with`，或者把 release() 放进 acquire() 之后的 try 的 `finally` 里。",
  "finding.overRelease.queue.message": "在 {where} 调用 task_done() 的次数多于放入 {name} 的元素个数。",
  "finding.overRelease.queue.advice":
    "每个成功返回元素的 get() 恰好对应一次 task_done()；get() 抛出 Empty 之后不要调用。",
};
