/** What the rules about signals say; see ../findings.ts. */
export const en = {
  "finding.waitWithoutLoop.notTested.message":
    "What follows {name}.wait() at {where} does not look whether what it waited for is so: another thread may have changed it back before this one came to run.",
  "finding.waitWithoutLoop.notTested.advice":
    "Wait in a loop, `while not …: {name}.wait()`, or use `{name}.wait_for(lambda: …)`, which does the same.",
  "finding.lostNotify.unheard.message":
    "{name} was notified at {notify} while nobody waited, and {lane}, which waited for it at {where} later, was never woken ({lasted}). A notify is not kept for who comes late.",
  "finding.lostNotify.unheard.advice":
    "Keep what has happened in a variable that is changed under the condition's lock, and test it before waiting: `while not ready: {name}.wait()`.",
  "finding.eventLostWakeup.clearedLate.message":
    "{name} was set at {set} {exact:|at least }{count} {count:time|times} after a wait for it had returned and before {where} cleared it: {count:that set wakes|these sets wake} nobody.",
  "finding.eventLostWakeup.clearedLate.advice":
    "Clear the event right after the wait and look for work after that, or hand the work over through a queue.Queue, which keeps count.",
  "finding.lockNotReleased.held.message": "{lane} took {name} at {where} and ended without releasing it.",
  "finding.lockNotReleased.held.advice":
    "Release it on every path out, `return` and exceptions included: `with {name}:` does that by itself.",
  "finding.lockNotReleased.waitedFor.message":
    "{lane} took {name} at {where} and ended without releasing it; others waited for it {waits} {waits:time|times} in vain ({lasted} in all).",
  "finding.lockNotReleased.waitedFor.advice":
    "Release it on every path out, `return` and exceptions included: `with {name}:` does that by itself.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.waitWithoutLoop.notTested.message":
    "{where} 的 {name}.wait() 返回之后，没有检查所等的条件是否成立：在该线程运行之前，其他线程可能又改变了它。",
  "finding.waitWithoutLoop.notTested.advice":
    "在循环中等待：`while not …: {name}.wait()`，或使用效果相同的 `{name}.wait_for(lambda: …)`。",
  "finding.lostNotify.unheard.message":
    "{name} 在 {notify} 发出通知时没有人在等待，而之后在 {where} 等待它的 {lane} 一直没有被唤醒（{lasted}）。通知不会为后来者保留。",
  "finding.lostNotify.unheard.advice":
    "用一个变量记录已发生的事，在持有该条件的锁时修改它，并在等待之前检查：`while not ready: {name}.wait()`。",
  "finding.eventLostWakeup.clearedLate.message":
    "{name} 在 {set} 被设置了{exact:|至少} {count} 次，而当时等待已经返回、{where} 的清除尚未发生：这些设置不会唤醒任何人。",
  "finding.eventLostWakeup.clearedLate.advice":
    "在等待返回后立即清除事件，然后再查看有什么工作；或者通过会计数的 queue.Queue 传递工作。",
  "finding.lockNotReleased.held.message": "{lane} 在 {where} 获取了 {name}，结束时没有释放它。",
  "finding.lockNotReleased.held.advice":
    "在每条离开的路径上都要释放，包括 `return` 和异常：`with {name}:` 会自动做到。",
  "finding.lockNotReleased.waitedFor.message":
    "{lane} 在 {where} 获取了 {name}，结束时没有释放它；其他线程白等了 {waits} 次（合计 {lasted}）。",
  "finding.lockNotReleased.waitedFor.advice":
    "在每条离开的路径上都要释放，包括 `return` 和异常：`with {name}:` 会自动做到。",
};
