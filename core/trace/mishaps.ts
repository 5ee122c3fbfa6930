/** What became of a coroutine or task that nobody kept (docs/trace-format.md, UNAWAITED and TASK_LOST). */
export const Mishap = { unawaited: 0, neverRetrieved: 1, swallowed: 2, pending: 3 } as const;

/** One row a coroutine that was never awaited, or a task whose exception or whose rest was lost, ascending by time. */
export interface Mishaps {
  length: number;
  /** `Mishap`. */
  what: Uint8Array;
  timeNs: Float64Array;
  /** In which lane Python threw it away; of a task the task itself. */
  lane: Uint32Array;
  /** Where the coroutine is defined. */
  site: Uint32Array;
  /** Of a coroutine: where the program stood when it went; 0 = not known. */
  where: Uint32Array;
  /** 1 = `where` is the call itself, whose result was thrown away at once. */
  isCall: Uint8Array;
}
