/** What the rules about pools say; see ../findings.ts. */
const UNREAD =
  "{count} of {total} {total:call|calls} of {function} submitted at {where} failed, and nobody ever looked: the {count:exception is|exceptions are} lost.";
const UNREAD_ZH = "在 {where} 提交的 {total} 次 {function} 调用中有 {count} 次失败，却没有人查看：异常就此丢失。";
const HEAD_OF_LINE =
  "{where} took the results in the order of submit: it waited up to {waited} for one while later ones were ready ({count} in all). That took {took}; taken as they come, {would}.";
const HEAD_OF_LINE_ZH =
  "{where} 按提交顺序取结果：它为某个结果等待了最长 {waited}，而后面的结果已经就绪（共 {count} 个）。一共用了 {took}；若谁先就绪先取谁，则为 {would}。";

export const en = {
  "finding.poolStarved.moreWorkers.message":
    "{count} {count:item|items} waited for one of the {workers} workers of {name}, {worst} at worst. With {more} workers the same items would have taken {would} instead of {took}.",
  "finding.poolStarved.moreWorkers.advice":
    "Give {name} more workers, if the other side (server, disk, database) can bear it: its items mostly wait for something outside of Python.",

  "finding.poolIdle.tooMany.message":
    "The {workers} workers of {name} had nothing to do for {share} of the {took} from the first submit to the last result: {enough} would have been done as soon.",
  "finding.poolIdle.tooMany.advice":
    "Make {name} with {enough} {enough:worker|workers}, or give it more work at once. For requests that come now and then it is fine.",
  "finding.poolIdle.oneAtATime.message":
    "The {workers} workers of {name} had nothing to do for {share} of {took}: each item was submitted only when the result of the one before was there.",
  "finding.poolIdle.oneAtATime.advice":
    "Submit all items first and ask for results after that, or use map(). Where each needs the result before, a pool does not help.",

  "finding.headOfLineBlocking.executor.message": HEAD_OF_LINE,
  "finding.headOfLineBlocking.executor.advice":
    "Where the order does not matter, take the futures from as_completed(): each result is dealt with as soon as it is there.",
  "finding.headOfLineBlocking.imap.message": HEAD_OF_LINE,
  "finding.headOfLineBlocking.imap.advice":
    "Where the order does not matter, use imap_unordered(): each result is dealt with as soon as it is there.",

  "finding.badChunkSize.tooLarge.message":
    "The {items} items of {where} went to {name} in {chunks} {chunks:chunk|chunks} of {size}: at the end one worker still had a chunk for {alone}, and the others had nothing. In chunks of {advised} they would have taken {would} instead of {took}.",
  "finding.badChunkSize.tooLarge.advice":
    "Pass chunksize={advised}, or leave it out: then there are four chunks for each worker.",
  "finding.badChunkSize.tooSmall.message":
    "The {items} items of {where} went to {name} in {chunks} chunks: handing them over took {handOver}, the work itself {run}.",
  "finding.badChunkSize.tooSmall.advice":
    "Pass chunksize={advised}: fewer, larger chunks would have taken about {would} instead of {took}.",

  "finding.straggler.lastAlone.message":
    "An item of {name} submitted at {where} ran for {ran}, the last {alone} of it alone: by then the other {idle} {idle:worker|workers} had nothing left to do.",
  "finding.straggler.lastAlone.advice":
    "Submit the items that take longest first: with the same workers all would have been done in {would} instead of {took}. Or split that item.",

  "finding.unreadException.submit.message": UNREAD,
  "finding.unreadException.submit.advice":
    "Keep the future that submit() returns and call its result() (or exception()), or give it a callback that does: add_done_callback().",
  "finding.unreadException.map.message": UNREAD,
  "finding.unreadException.map.advice":
    "Iterate over what map() returns, for example with list(): the exception is raised there. Leaving the `with` block does not raise it.",
  "finding.unreadException.async.message": UNREAD,
  "finding.unreadException.async.advice":
    "Call get() on what the call returns: the exception is raised there. Or pass error_callback=, which is called with it.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.poolStarved.moreWorkers.message":
    "{count} 个任务等待 {name} 的 {workers} 个工作者，最长等了 {worst}。若有 {more} 个工作者，同样的任务只需 {would}，而不是 {took}。",
  "finding.poolStarved.moreWorkers.advice":
    "如果另一端（服务器、磁盘、数据库）承受得住，就给 {name} 更多工作者：这些任务大多在等待 Python 之外的东西。",

  "finding.poolIdle.tooMany.message":
    "从第一次提交到最后一个结果的 {took} 中，{name} 的 {workers} 个工作者有 {share} 的时间无事可做：{enough} 个就能同样快地完成。",
  "finding.poolIdle.tooMany.advice":
    "创建 {name} 时只用 {enough} 个工作者，或者一次交给它更多任务。如果它在等待偶尔到来的请求，这样就很好。",
  "finding.poolIdle.oneAtATime.message":
    "在 {took} 中，{name} 的 {workers} 个工作者有 {share} 的时间无事可做：每个任务都要等前一个任务有了结果才提交。",
  "finding.poolIdle.oneAtATime.advice":
    "先提交所有任务，再取结果，或者使用 map()。如果每个任务都需要前一个的结果，池就帮不上忙。",

  "finding.headOfLineBlocking.executor.message": HEAD_OF_LINE_ZH,
  "finding.headOfLineBlocking.executor.advice":
    "如果顺序无关紧要，先提交任务，再从 as_completed() 取 future：每个结果一就绪就能处理。",
  "finding.headOfLineBlocking.imap.message": HEAD_OF_LINE_ZH,
  "finding.headOfLineBlocking.imap.advice": "如果顺序无关紧要，请使用 imap_unordered()：每个结果一就绪就能处理。",

  "finding.badChunkSize.tooLarge.message":
    "{where} 的 {items} 个任务分成 {chunks} 块（每块 {size} 个）交给 {name}：最后有一个工作者还独自干了 {alone}，其他的已无事可做。若每块 {advised} 个，只需 {would}，而不是 {took}。",
  "finding.badChunkSize.tooLarge.advice": "传入 chunksize={advised}，或者不传：那样每个工作者有四块。",
  "finding.badChunkSize.tooSmall.message":
    "{where} 的 {items} 个任务分成 {chunks} 块交给 {name}：交接用了 {handOver}，工作本身只用了 {run}。",
  "finding.badChunkSize.tooSmall.advice": "传入 chunksize={advised}：块更少更大，大约只需 {would}，而不是 {took}。",

  "finding.straggler.lastAlone.message":
    "在 {where} 提交给 {name} 的一个任务运行了 {ran}，其中最后 {alone} 只有它在运行：其他 {idle} 个工作者已无事可做。",
  "finding.straggler.lastAlone.advice":
    "先提交耗时最长的任务：同样的工作者只需 {would}，而不是 {took}。或者把那个任务拆开。",

  "finding.unreadException.submit.message": UNREAD_ZH,
  "finding.unreadException.submit.advice":
    "保留 submit() 返回的 future 并调用它的 result()（或 exception()），或者用 add_done_callback() 给它一个会这样做的回调。",
  "finding.unreadException.map.message": UNREAD_ZH,
  "finding.unreadException.map.advice":
    "遍历 map() 返回的结果，例如用 list()：异常会在那里抛出。离开 `with` 代码块并不会抛出它。",
  "finding.unreadException.async.message": UNREAD_ZH,
  "finding.unreadException.async.advice":
    "对调用返回的对象调用 get()：异常会在那里抛出。或者传入 error_callback=，它会以该异常被调用。",
};
