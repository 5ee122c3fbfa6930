/** What the rules about tasks say; see ../findings.ts. */
const HELD_UP =
  "{calls} {calls:call|calls}, {longest} at worst; {others} {others:task was|tasks were} ready meanwhile and had to wait ({cost} in all).";
const HELD_UP_ZH = "共 {calls} 次调用，最长 {longest}；期间有 {others} 个任务已就绪却只能等待（合计 {cost}）。";
const COMPUTES =
  "computed for {longest} without an await; {others} {others:task was|tasks were} ready meanwhile and had to wait ({cost} in all).";
const COMPUTES_ZH = "连续计算了 {longest} 而没有 await；期间有 {others} 个任务已就绪却只能等待（合计 {cost}）。";
const LET_OTHERS_RUN =
  "Give the computation to another process: `await loop.run_in_executor(process_pool, …)`. Or split it, with `await asyncio.sleep(0)` in between so that others can run.";
const LET_OTHERS_RUN_ZH =
  "把计算交给另一个进程：`await loop.run_in_executor(process_pool, …)`。或者把它拆开，中间用 `await asyncio.sleep(0)` 让其他任务运行。";
const IN_PLAIN_FUNCTION =
  "{function} is no coroutine: call it by `await asyncio.to_thread({function}, …)` (before 3.9: `loop.run_in_executor`), or make it one.";
const IN_PLAIN_FUNCTION_ZH =
  "{function} 是普通函数，不能 await：请用 `await asyncio.to_thread({function}, …)` 调用它（3.9 之前：`loop.run_in_executor`），或者把它改成协程。";

export const en = {
  "finding.blockingCallInEventLoop.sleep.message": `time.sleep at {where}, called by {task}, stops the whole event loop. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.sleep.advice":
    "Use `await asyncio.sleep(…)`: it lets the other tasks run meanwhile.",
  "finding.blockingCallInEventLoop.sleepInPlainFunction.message": `time.sleep at {where}, called by {task}, stops the whole event loop. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.sleepInPlainFunction.advice": IN_PLAIN_FUNCTION,
  "finding.blockingCallInEventLoop.lock.message": `{task} waits at {where} for a lock of threads, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.lock.advice":
    "Between tasks use asyncio.Lock (`async with`). For a lock of threads, move its section into `await asyncio.to_thread(…)` (before 3.9: `loop.run_in_executor`).",
  "finding.blockingCallInEventLoop.lockInPlainFunction.message": `{task} waits at {where} for a lock of threads, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.lockInPlainFunction.advice": IN_PLAIN_FUNCTION,
  "finding.blockingCallInEventLoop.io.message": `{task} waits at {where} for input or output, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.io.advice":
    "Use asyncio's own streams or an asynchronous library, or move the call into a thread: `await asyncio.to_thread(…)` (before 3.9: `loop.run_in_executor`).",
  "finding.blockingCallInEventLoop.ioInPlainFunction.message": `{task} waits at {where} for input or output, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.ioInPlainFunction.advice": IN_PLAIN_FUNCTION,
  "finding.blockingCallInEventLoop.process.message": `{task} waits at {where} for another process to end, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.process.advice":
    "Start it with `await asyncio.create_subprocess_exec(…)` and `await process.wait()`, or move the call into `await asyncio.to_thread(…)` (before 3.9: `loop.run_in_executor`).",
  "finding.blockingCallInEventLoop.processInPlainFunction.message": `{task} waits at {where} for another process to end, and the whole event loop with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.processInPlainFunction.advice": IN_PLAIN_FUNCTION,
  "finding.blockingCallInEventLoop.wait.message": `{task} makes a call at {where} that waits for another thread, and the whole event loop waits with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.wait.advice":
    "Use asyncio's own queues, events and conditions (`asyncio.wrap_future` for futures of pools), or move the call into a thread: `await asyncio.to_thread(…)`.",
  "finding.blockingCallInEventLoop.waitInPlainFunction.message": `{task} makes a call at {where} that waits for another thread, and the whole event loop waits with it. ${HELD_UP}`,
  "finding.blockingCallInEventLoop.waitInPlainFunction.advice": IN_PLAIN_FUNCTION,

  "finding.slowCallback.between.message": `Between {where} and {until} {task} ${COMPUTES}`,
  "finding.slowCallback.between.advice": LET_OTHERS_RUN,
  "finding.slowCallback.at.message": `Beginning at {where} {task} ${COMPUTES}`,
  "finding.slowCallback.at.advice": LET_OTHERS_RUN,

  "finding.neverAwaited.dropped.message":
    "{count} {count:coroutine|coroutines} of {function} {count:was|were} made at {where} and never awaited: nothing of {function} has run.",
  "finding.neverAwaited.dropped.advice":
    "Write `await {function}(…)`. To let it run beside the rest, keep the task: `task = asyncio.create_task({function}(…))`.",
  "finding.neverAwaited.found.message":
    "{count} {count:coroutine|coroutines} of {function} ({where}) {count:was|were} made and never awaited: nothing of {function} has run.",
  "finding.neverAwaited.found.advice":
    "Look where {function} is called, and await what the call returns. To let it run beside the rest, keep the task: `task = asyncio.create_task({function}(…))`.",

  "finding.unreadException.task.message":
    "{count} {count:task|tasks} of {function} ({where}) failed, and nobody awaited {count:it|them}: the {count:exception is|exceptions are} lost but for a line in the log.",
  "finding.unreadException.task.advice":
    "Keep the task and await it, or run it in an asyncio.TaskGroup (3.11), which raises what its tasks raise.",
  "finding.unreadException.gather.message":
    "{count} {count:call|calls} of {function} ({where}) failed after another one of the same gather() had: gather() raises the first exception alone, and these are lost without a word.",
  "finding.unreadException.gather.advice":
    "Use gather(…, return_exceptions=True) and look at each result, or an asyncio.TaskGroup (3.11): it cancels the others and raises all exceptions.",
  "finding.neverAwaited.pending.message":
    "{count} {count:task|tasks} of {function} ({where}) {count:was|were} thrown away before the end: nobody kept {count:it|them}, and what was left to do never happened.",
  "finding.neverAwaited.pending.advice":
    "Keep a reference to each task until it is done, or run it in an asyncio.TaskGroup (3.11): the event loop itself keeps none.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.blockingCallInEventLoop.sleep.message": `{task} 在 {where} 调用的 time.sleep 使整个事件循环停下。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.sleep.advice": "请用 `await asyncio.sleep(…)`：它会让其他任务同时运行。",
  "finding.blockingCallInEventLoop.sleepInPlainFunction.message": `{task} 在 {where} 调用的 time.sleep 使整个事件循环停下。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.sleepInPlainFunction.advice": IN_PLAIN_FUNCTION_ZH,
  "finding.blockingCallInEventLoop.lock.message": `{task} 在 {where} 等待线程的锁，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.lock.advice":
    "任务之间请用 asyncio.Lock 和 `async with`。如果锁与线程共享，把需要它的部分放进 `await asyncio.to_thread(…)`（3.9 之前：`loop.run_in_executor`）。",
  "finding.blockingCallInEventLoop.lockInPlainFunction.message": `{task} 在 {where} 等待线程的锁，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.lockInPlainFunction.advice": IN_PLAIN_FUNCTION_ZH,
  "finding.blockingCallInEventLoop.io.message": `{task} 在 {where} 等待输入或输出，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.io.advice":
    "请用 asyncio 自己的流或异步库，或者把调用放进线程：`await asyncio.to_thread(…)`（3.9 之前：`loop.run_in_executor`）。",
  "finding.blockingCallInEventLoop.ioInPlainFunction.message": `{task} 在 {where} 等待输入或输出，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.ioInPlainFunction.advice": IN_PLAIN_FUNCTION_ZH,
  "finding.blockingCallInEventLoop.process.message": `{task} 在 {where} 等待另一个进程结束，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.process.advice":
    "用 `await asyncio.create_subprocess_exec(…)` 启动并 `await process.wait()`，或者把调用放进线程：`await asyncio.to_thread(…)`（3.9 之前：`loop.run_in_executor`）。",
  "finding.blockingCallInEventLoop.processInPlainFunction.message": `{task} 在 {where} 等待另一个进程结束，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.processInPlainFunction.advice": IN_PLAIN_FUNCTION_ZH,
  "finding.blockingCallInEventLoop.wait.message": `{task} 在 {where} 的调用等待另一个线程，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.wait.advice":
    "请用 asyncio 自己的队列、事件和条件（池的 future 可用 `asyncio.wrap_future`），或者把调用放进线程：`await asyncio.to_thread(…)`。",
  "finding.blockingCallInEventLoop.waitInPlainFunction.message": `{task} 在 {where} 的调用等待另一个线程，整个事件循环也一起等待。${HELD_UP_ZH}`,
  "finding.blockingCallInEventLoop.waitInPlainFunction.advice": IN_PLAIN_FUNCTION_ZH,

  "finding.slowCallback.between.message": `在 {where} 和 {until} 之间，{task} ${COMPUTES_ZH}`,
  "finding.slowCallback.between.advice": LET_OTHERS_RUN_ZH,
  "finding.slowCallback.at.message": `从 {where} 开始，{task} ${COMPUTES_ZH}`,
  "finding.slowCallback.at.advice": LET_OTHERS_RUN_ZH,

  "finding.neverAwaited.dropped.message":
    "在 {where} 创建了 {count} 个 {function} 的协程，却从未等待：{function} 的代码没有运行过。",
  "finding.neverAwaited.dropped.advice":
    "请写 `await {function}(…)`。若要让它与其他代码一起运行，请保留任务：`task = asyncio.create_task({function}(…))`。",
  "finding.neverAwaited.found.message":
    "创建了 {count} 个 {function}（{where}）的协程，却从未等待：{function} 的代码没有运行过。",
  "finding.neverAwaited.found.advice":
    "请查看调用 {function} 的地方，并 await 调用的返回值。若要让它与其他代码一起运行，请保留任务：`task = asyncio.create_task({function}(…))`。",

  "finding.unreadException.task.message":
    "{function}（{where}）的 {count} 个任务失败了，却没有人 await：除了日志中的一行，异常就此丢失。",
  "finding.unreadException.task.advice":
    "保留任务并 await 它，或者在 asyncio.TaskGroup（3.11）中运行：它会抛出其任务的异常。",
  "finding.unreadException.gather.message":
    "{function}（{where}）有 {count} 次调用在同一个 gather() 的另一个失败之后失败：gather() 只抛出第一个异常，这些异常就此无声丢失。",
  "finding.unreadException.gather.advice":
    "请用 gather(…, return_exceptions=True) 并查看每个结果，或者用 asyncio.TaskGroup（3.11）：它会取消其余任务并抛出所有异常。",
  "finding.neverAwaited.pending.message":
    "{function}（{where}）的 {count} 个任务在结束之前就被丢弃：没有人保留它们，剩下的工作从未完成。",
  "finding.neverAwaited.pending.advice":
    "在任务完成之前保留对它的引用，或者在 asyncio.TaskGroup（3.11）中运行：事件循环自己不保留任务。",
};
