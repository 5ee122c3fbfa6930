/** What the records said of pools (docs/trace-format.md, "Pools"); see raw.ts. */
import { INITIAL_ROWS, Table } from "./column";

/** ITEM: a worker ran an item, or in one record what was left of a unit. */
export class RawItems extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  job = new Float64Array(INITIAL_ROWS);
  index = new Uint32Array(INITIAL_ROWS);
  offset = new Uint32Array(INITIAL_ROWS);
  count = new Uint32Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  /** NaN while it runs. */
  endNs = new Float64Array(INITIAL_ROWS);
  /** ItemResult */
  result = new Uint8Array(INITIAL_ROWS);
  /** Of the called function. */
  site = new Uint32Array(INITIAL_ROWS);
}

export const ItemResult = { runs: 0, done: 1, raised: 2 } as const;

/** SUBMITTED: a call that gave a pool something to do. */
export class RawJobs extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  job = new Float64Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  /** 0 = they are taken one by one, each told by a HANDED. */
  items = new Uint32Array(INITIAL_ROWS);
  /** 0 = items travel alone. */
  chunkSize = new Uint32Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
}

/** HANDED, CANCELLED and DONE: what became of units of a job. */
export class RawUnits extends Table {
  /** RecordKind */
  kind = new Uint8Array(INITIAL_ROWS);
  object = new Uint32Array(INITIAL_ROWS);
  job = new Float64Array(INITIAL_ROWS);
  index = new Uint32Array(INITIAL_ROWS);
  items = new Uint32Array(INITIAL_ROWS);
  /** Of DONE: 1 = it failed. */
  failed = new Uint8Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
}

/** ERROR_READ: somebody was given the exception of a unit; `items` 0: of any of the job. */
export class RawErrorReads extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  job = new Float64Array(INITIAL_ROWS);
  index = new Uint32Array(INITIAL_ROWS);
  items = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
}

/** WORKER: this lane works for that pool. */
export class RawWorkers extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
}
