/** What the rules about deadlocks say; see ../findings.ts. */

const CHAIN = "(behind each lane the line where it waits, behind a lock the line where the next one took it)";
const CHAIN_ZH = "（泳道后面是它等待的行，锁后面是下一条泳道获取它的行）";
const ONE_ORDER =
  "Take these locks in the same order everywhere, or one lock for all; or the second with a timeout, releasing the first after it.";
const ONE_ORDER_ZH = "在所有地方按同一顺序获取这些锁，或者全部只用一把锁；或者获取第二把锁时加超时，失败时释放第一把。";

export const en = {
  "finding.deadlock.self.message":
    "Deadlock: {one} waits at {where} for {wanted}, which it has held itself since {wantedHeld}. It has stood still for {stuck} and nobody else will let it go on.",
  "finding.deadlock.self.advice":
    "Do not take {wanted} again where it is held already; or make it an RLock, which its own thread may take again.",
  "finding.deadlock.two.message":
    "Deadlock: {one} waits at {where} for {wanted}, which {two} took at {wantedHeld}; {two} waits at {otherWhere} for {other}, which {one} took at {otherHeld}. Both have stood still for {stuck}.",
  "finding.deadlock.two.advice": ONE_ORDER,
  "finding.deadlock.locks.message": `Deadlock: each of these {lanes} waits for a lock that the next one holds, so none can go on, for {stuck} now: {chain} ${CHAIN}.`,
  "finding.deadlock.locks.advice": ONE_ORDER,
  "finding.deadlock.mixed.message": `Deadlock: each of these waits for the next, so none can go on, for {stuck} now: {chain} ${CHAIN}.`,
  "finding.deadlock.mixed.advice":
    "Break the circle at one of these lines: let go of locks before you join, or wait for a queue or a result.",

  "finding.lockOrderInversion.two.message":
    "{one} takes {taken} at {takenWhere} while it holds {held} (since {heldWhere}), and {two} takes {held} at {otherTakenWhere} while it holds {taken} (since {otherHeldWhere}). It went well this time; at another pace each would wait for the other for ever.",
  "finding.lockOrderInversion.two.advice": ONE_ORDER,
  "finding.lockOrderInversion.several.message":
    "These {lanes} take locks in orders that close a circle: {chain}. It went well this time; at another pace each would wait for the next for ever.",
  "finding.lockOrderInversion.several.advice": ONE_ORDER,

  "finding.poolSelfDeadlock.waiting.message":
    "{name} waits for itself: its {workers} {workers:worker waits|workers wait} at {where} for results of {name} that no worker is free to compute ({unstarted} {unstarted:item has|items have} not begun). It has stood still for {stuck}.",
  "finding.poolSelfDeadlock.waiting.advice":
    "Do not wait for an item inside an item of the same pool: call the function directly, or use a second pool.",

  "finding.stuckLane.get.message":
    "{lane} waits at {where} for an item of {name} ({lanes} {lanes:lane waits|lanes wait} there), and nobody is left who could put one: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.get.advice":
    "Put one stop value (None) for each consumer when no more is to come, also where the producer fails (`finally`); or call shutdown() (3.13).",
  "finding.stuckLane.put.message":
    "{lane} waits at {where} for room in {name}, and nobody is left who could take an item: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.put.advice":
    "Keep a consumer alive as long as anything is put: let it handle errors of single items instead of ending, and start it early.",
  "finding.stuckLane.event.message":
    "{lane} waits at {where} for {name} to be set, and nobody is left who could set it: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.event.advice":
    "Set it on every path, errors included (`finally`); or wait with a timeout and look whether who is to set it still lives.",
  "finding.stuckLane.condition.message":
    "{lane} waits at {where} for a notify of {name}, and nobody is left who could give one: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.condition.advice":
    "Test what you wait for before each wait (`wait_for`, or a `while` around `wait`), and notify after each change, also the last.",
  "finding.stuckLane.semaphore.message":
    "{lane} waits at {where} for a permit of {name}, and nobody is left who could give one: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.semaphore.advice":
    "Give each permit back on every path, errors included: `with` does that by itself.",
  "finding.stuckLane.barrier.message":
    "{lane} waits at {where} for the others to come to {name}, and nobody is left who could come: all others have ended or wait for good themselves. It has waited for {stuck}.",
  "finding.stuckLane.barrier.advice":
    "Make as many parties as really come, and call abort() where one fails: the others then get BrokenBarrierError instead of waiting.",
  "finding.stuckLane.undrained.message":
    "{lane} waits at {where} for the end of {process}, which cannot end before somebody takes what it put into {name}. It has waited for {stuck}.",
  "finding.stuckLane.undrained.advice":
    "Take all items out of {name} first and join the process after that: it cannot end before all that it put is taken.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.deadlock.self.message":
    "死锁：{one} 在 {where} 等待 {wanted}，而它自己从 {wantedHeld} 起就持有它。它已停滞 {stuck}，也没有其他人会让它继续。",
  "finding.deadlock.self.advice": "已经持有 {wanted} 时不要再次获取；或者把它改成 RLock，同一线程可以再次获取它。",
  "finding.deadlock.two.message":
    "死锁：{one} 在 {where} 等待 {wanted}，它被 {two} 在 {wantedHeld} 获取；{two} 在 {otherWhere} 等待 {other}，它被 {one} 在 {otherHeld} 获取。两者已停滞 {stuck}。",
  "finding.deadlock.two.advice": ONE_ORDER_ZH,
  "finding.deadlock.locks.message": `死锁：这 {lanes} 条泳道各自等待下一条所持有的锁，都无法继续，已有 {stuck}：{chain}${CHAIN_ZH}。`,
  "finding.deadlock.locks.advice": ONE_ORDER_ZH,
  "finding.deadlock.mixed.message": `死锁：它们各自等待下一个，都无法继续，已有 {stuck}：{chain}${CHAIN_ZH}。`,
  "finding.deadlock.mixed.advice": "在其中某一行打破这个环：在 join、等待队列或等待结果之前先释放锁。",

  "finding.lockOrderInversion.two.message":
    "{one} 在持有 {held}（自 {heldWhere}）时在 {takenWhere} 获取 {taken}，而 {two} 在持有 {taken}（自 {otherHeldWhere}）时在 {otherTakenWhere} 获取 {held}。这次没有出事；换一种快慢，两者就会永远互相等待。",
  "finding.lockOrderInversion.two.advice": ONE_ORDER_ZH,
  "finding.lockOrderInversion.several.message":
    "这 {lanes} 条泳道获取锁的顺序构成一个环：{chain}。这次没有出事；换一种快慢，它们就会永远互相等待。",
  "finding.lockOrderInversion.several.advice": ONE_ORDER_ZH,

  "finding.poolSelfDeadlock.waiting.message":
    "{name} 在等待自己：{workers} 个工作者都在 {where} 等待 {name} 的结果，而没有空闲的工作者来计算（{unstarted} 个任务尚未开始）。已停滞 {stuck}。",
  "finding.poolSelfDeadlock.waiting.advice":
    "不要在一个任务里等待同一个池的另一个任务：直接调用该函数，或者给内层任务一个单独的池。",

  "finding.stuckLane.get.message":
    "{lane} 在 {where} 等待 {name} 中的元素（共 {lanes} 条泳道在此等待），而已没有人能放入：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.get.advice":
    "没有更多元素时为每个消费者放入一个结束标记（None），生产者出错时也要放入（`finally`）；或调用 shutdown()（3.13）。",
  "finding.stuckLane.put.message":
    "{lane} 在 {where} 等待 {name} 中的空位，而已没有人能取走元素：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.put.advice":
    "只要还有人放入，就要让消费者活着：单个元素出错时处理错误而不是结束，并在队列装满之前启动它。",
  "finding.stuckLane.event.message":
    "{lane} 在 {where} 等待 {name} 被设置，而已没有人能设置它：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.event.advice":
    "负责设置它的代码在每条路径上都要设置，包括出错时（`finally`）；或者带超时等待，并检查对方是否还活着。",
  "finding.stuckLane.condition.message":
    "{lane} 在 {where} 等待 {name} 的通知，而已没有人能发出：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.condition.advice":
    "每次等待前都检查所等的条件（`wait_for`，或在 `wait` 外面加 `while` 循环），每次改变之后都要通知，最后一次也不例外。",
  "finding.stuckLane.semaphore.message":
    "{lane} 在 {where} 等待 {name} 的许可，而已没有人能归还：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.semaphore.advice": "在每条路径上都归还许可，包括出错时：`with` 会自动做到。",
  "finding.stuckLane.barrier.message":
    "{lane} 在 {where} 等待其他到达 {name}，而已没有人能到达：其他都已结束或自己也在无限等待。它已等待 {stuck}。",
  "finding.stuckLane.barrier.advice":
    "参与方数量应与会到达的线程数一致；其中一个失败时调用 abort()：其他线程会得到 BrokenBarrierError 而不是一直等待。",
  "finding.stuckLane.undrained.message":
    "{lane} 在 {where} 等待 {process} 结束，而它要等有人取走它放入 {name} 的内容才能结束。已等待 {stuck}。",
  "finding.stuckLane.undrained.advice":
    "先取出 {name} 中的所有元素，再 join 该进程：它放入的内容全部被取走之前，它无法结束。",
};
