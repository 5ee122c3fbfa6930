/** What the rules about queues say; see ../findings.ts. */
export const en = {
  "finding.queueUnfinishedTasks.forgotten.message":
    "{join} waits in {name}.join() for ever: {count} {count:item was|items were} taken at {where} without a task_done().",
  "finding.queueUnfinishedTasks.forgotten.advice":
    "Call task_done() once for each item that get() returned, on every path: put it into the `finally` of a try that begins right after get().",
  "finding.queueUnfinishedTasks.left.message":
    "{join} waits in {name}.join() for ever: {count} {count:item is|items are} still in it, and whoever took items at {where} has stopped.",
  "finding.queueUnfinishedTasks.left.advice":
    "Keep at least one consumer going until all is done: catch in its loop what an item may raise, and end it only after join().",
  "finding.queueUnfinishedTasks.nobody.message":
    "{join} waits in {name}.join() for ever: {count} {count:item is|items are} in it, and nobody ever took one.",
  "finding.queueUnfinishedTasks.nobody.advice":
    "Start the consumers before join(), and let them take from this very queue.",
  "finding.queueUnfinishedTasks.nextJoin.message":
    "{count} {count:item|items} of {name} {count:was|were} taken at {where} without a task_done(): the next join() would wait for ever.",
  "finding.queueUnfinishedTasks.nextJoin.advice":
    "Call task_done() once for each item that get() returned, on every path: put it into the `finally` of a try that begins right after get().",

  "finding.queueGrowing.unbounded.message":
    "{name} grew all through the run: {puts} items a second came and {gets} were taken; at the end {count} {count:was|were} in it. Nothing stops it but the memory.",
  "finding.queueGrowing.unbounded.advice":
    "Give it a bound (maxsize=…), so that who puts waits when it is full; or let more consumers take from it.",
  "finding.queueGrowing.bounded.message":
    "{name} grew all through the run: {puts} items a second came and {gets} were taken; at the end {count} of {bound} places were taken. At that pace it is full in {full}.",
  "finding.queueGrowing.bounded.advice":
    "From then on who puts waits for who gets. If that is not what you want, let more consumers take from it.",

  "finding.queueStarved.consumersWait.message":
    "The {consumers} consumers of {name} waited for items {share} of the time: {enough} would have been enough for the {items} that came.",
  "finding.queueStarved.consumersWait.advice":
    "Make what fills the queue faster, or start fewer consumers. If items come from outside now and then, it is fine as it is.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.queueUnfinishedTasks.forgotten.message":
    "{join} 在 {name}.join() 中永远等待：在 {where} 取出了 {count} 项，却没有调用 task_done()。",
  "finding.queueUnfinishedTasks.forgotten.advice":
    "get() 每返回一项，就在每条路径上调用一次 task_done()：把它放进紧跟 get() 之后的 try 的 `finally` 里。",
  "finding.queueUnfinishedTasks.left.message":
    "{join} 在 {name}.join() 中永远等待：其中还有 {count} 项，而在 {where} 取项的都已停下。",
  "finding.queueUnfinishedTasks.left.advice":
    "在全部完成之前至少保留一个消费者：在它的循环里捕获处理某一项时可能抛出的异常，并且只在 join() 之后结束它。",
  "finding.queueUnfinishedTasks.nobody.message":
    "{join} 在 {name}.join() 中永远等待：其中有 {count} 项，却从来没有人取过。",
  "finding.queueUnfinishedTasks.nobody.advice": "在 join() 之前启动消费者，并让它们从这个队列中取项。",
  "finding.queueUnfinishedTasks.nextJoin.message":
    "在 {where} 从 {name} 取出了 {count} 项，却没有调用 task_done()：下一次 join() 会永远等待。",
  "finding.queueUnfinishedTasks.nextJoin.advice":
    "get() 每返回一项，就在每条路径上调用一次 task_done()：把它放进紧跟 get() 之后的 try 的 `finally` 里。",

  "finding.queueGrowing.unbounded.message":
    "{name} 在整个运行中不断增长：每秒放入 {puts} 项，取出 {gets} 项；结束时其中有 {count} 项。除了内存，没有什么能阻止它。",
  "finding.queueGrowing.unbounded.advice":
    "给它一个上限（maxsize=…），这样满了之后放入者会等待；或者让更多消费者来取。",
  "finding.queueGrowing.bounded.message":
    "{name} 在整个运行中不断增长：每秒放入 {puts} 项，取出 {gets} 项；结束时 {bound} 个位置已占用 {count} 个。照此速度，{full} 后就会满。",
  "finding.queueGrowing.bounded.advice": "从那时起放入者要等待取出者。如果这不是你想要的，请让更多消费者来取。",

  "finding.queueStarved.consumersWait.message":
    "{name} 的 {consumers} 个消费者有 {share} 的时间在等待队列中的项：对于到来的 {items} 项，{enough} 个就够了。",
  "finding.queueStarved.consumersWait.advice":
    "让填充队列的一方更快，或者少启动一些消费者。如果队列中的项是偶尔从外部到来的，这样就很好。",
};
