/** What the records said of accesses of shared variables, and of what lanes learned without a wait (docs/trace-format.md, ACCESS, LEARNED). */
import { INITIAL_ROWS, Table } from "./column";

/** Op of a LEARNED that no wait has: a callback runs that somebody asked for. */
export const LEARNED_CALL = 18;

export class RawAccesses extends Table {
  process = new Uint32Array(INITIAL_ROWS);
  /** Raw lanes: the thread, and its task where one ran; else the thread again. */
  thread = new Uint32Array(INITIAL_ROWS);
  actor = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  /** Numbers of the process's side tables. */
  variable = new Uint32Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
}

/** LEARNED, FUTURE_SET and TAKEN_OVER. */
export class RawLearned extends Table {
  kind = new Uint8Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  op = new Uint8Array(INITIAL_ROWS);
  /** The lower 40 bits of word 2. */
  seq = new Float64Array(INITIAL_ROWS);
  /** A raw object, or a raw lane for ops threadJoin and LEARNED_CALL; -1 = none. */
  object = new Int32Array(INITIAL_ROWS);
  /** Op processJoin: the pid; op future: job or number of the future; LEARNED_CALL: when it was asked for. */
  told = new Float64Array(INITIAL_ROWS);
}
