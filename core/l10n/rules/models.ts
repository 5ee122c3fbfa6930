/** What the rules about models say, and which model fits; see ../findings.ts. */
export const en = {
  "finding.gilBound.threads.message":
    "{threads} threads computed {cpu} together and waited about {gil} for each other, because only one at a time can hold the GIL. In processes, on {processors} processors, it would have taken about {would} instead of {took} (estimated).",
  "finding.gilBound.threads.advice":
    "Give this work to processes (ProcessPoolExecutor, multiprocessing.Process). Starting them and sending data comes on top, so try both and take the faster.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "finding.gilBound.threads.message":
    "{threads} 个线程一共计算了 {cpu}，并为彼此等待了约 {gil}，因为同一时刻只有一个线程能持有 GIL。改用进程，在 {processors} 个处理器上大约需要 {would}，而不是 {took}（估计值）。",
  "finding.gilBound.threads.advice":
    "把这些工作交给进程（ProcessPoolExecutor、multiprocessing.Process）。启动进程和传送数据另需时间，因此请两种都试，取更快的。",
};
