/** What the source says around the lines that acquire and wait (found by core/names/signal-lines.ts); numbers of lines, ascending. */
export interface SignalLines {
  /** `x.acquire()` in a function that has an `x.release()` too, where nobody else seems to give it. */
  pairedAcquires: number[];
  /** Any other `x.acquire()`: another function may release it, as a signal. */
  unpairedAcquires: number[];
  /** `x.acquire()` whose function releases it in a `finally`; absent: none. */
  guardedAcquires?: number[];
  /** True: a handler of signals of the system is installed here. It runs in the main thread, also while that waits. */
  handlesSignals?: boolean;
  /** `x.acquire(…)` that may give up: it is told whether to wait, or how long. */
  triedAcquires: number[];
  /** `x.wait()` of a condition after whose return nothing is tested: no loop is around it. */
  looseWaits: number[];
  /** `x.wait()` that nothing decides: no test and no loop is around it in its function. */
  untestedWaits: number[];
  /** `x.clear()` as the last thing that a loop does, which has waited for `x` and then done something else. */
  lateClears: number[];
  /** Bytes that go through pipes and sockets; absent: none. */
  bytes?: ByteLines;
  /** Lines that run under the mutex of a queue.Queue (core/names/mutex-lines.ts); absent: none. */
  underMutex?: number[];
  /** First and last line of each stretch that stands in a coroutine (core/names/coroutine-lines.ts); absent: none. */
  coroutines?: number[];
}

/** Found by core/names/byte-lines.ts. */
export interface ByteLines {
  /** Lines that make a pipe or a pair of sockets: its bytes stay in the program. */
  pipes: number[];
  sends: number[];
  /** All lines of functions that receive somewhere in them. */
  receivers: number[];
}
