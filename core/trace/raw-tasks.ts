/** What the records said of asyncio tasks and of samples (docs/trace-format.md, "asyncio", "Samples"); see raw.ts. */
import { INITIAL_ROWS, Table } from "./column";

/** One row a step of a task: from when it ran to when it let go of its event loop. */
export class RawSteps extends Table {
  /** Raw lane of the task. */
  task = new Uint32Array(INITIAL_ROWS);
  /** Raw lane of the thread that ran it. */
  thread = new Uint32Array(INITIAL_ROWS);
  /** Since when it could have run. */
  readyNs = new Float64Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  /** NaN while it runs. */
  endNs = new Float64Array(INITIAL_ROWS);
  /** The raw wait that begins with its end; -1 = it ended the task, or let only others run. */
  wait = new Int32Array(INITIAL_ROWS);
}

/** Word 2 of STEP_END: how it ended. */
export const StepEnd = { suspended: 0, returned: 1, raised: 2, cancelled: 3 } as const;

/** UNAWAITED and TASK_LOST: what nobody kept. */
export class RawMishaps extends Table {
  /** `Mishap`. */
  what = new Uint8Array(INITIAL_ROWS);
  /** Raw lane: of the record, or the task that it tells of. */
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  /** Of the coroutine's definition; 0 for a task, whose lane knows. */
  site = new Uint32Array(INITIAL_ROWS);
  where = new Uint32Array(INITIAL_ROWS);
  isCall = new Uint8Array(INITIAL_ROWS);
}

/** One row a sample of a lane's thread. */
export class RawSamples extends Table {
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  /** CPU time of the thread so far; 0 = not known. */
  cpuNs = new Float64Array(INITIAL_ROWS);
  /** An io kind; 0 = it was found running or ready to, 255 = it waited in the kernel for something else. */
  found = new Uint8Array(INITIAL_ROWS);
}

/** What TASK_START told of a lane that is a task. */
export interface RawTask {
  /** Raw lane of the thread in whose records it stands. */
  thread: number;
  createdNs: number;
  /** Word 1 as it stands: of which text it is made, or the number of the task; 0 = not kept. */
  name: number;
  /** Code object of its coroutine; 0 = unknown. */
  code: number;
  /** Raw site of its definition. */
  site: number;
}
