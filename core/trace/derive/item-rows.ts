/** Rows of `Trace.items` as they are found, and what the raw tables say of each job in order. */
import { allRows, groupRows, INITIAL_ROWS, sortRows, Table } from "../column";
import type { Items } from "../pool-types";

export class ItemRows extends Table {
  pool = new Uint32Array(INITIAL_ROWS);
  job = new Float64Array(INITIAL_ROWS);
  index = new Uint32Array(INITIAL_ROWS);
  offset = new Uint32Array(INITIAL_ROWS);
  count = new Uint32Array(INITIAL_ROWS);
  submitLane = new Int32Array(INITIAL_ROWS);
  submitNs = new Float64Array(INITIAL_ROWS);
  submitSite = new Uint32Array(INITIAL_ROWS);
  lane = new Int32Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  endNs = new Float64Array(INITIAL_ROWS);
  result = new Uint8Array(INITIAL_ROWS);
  functionSite = new Uint32Array(INITIAL_ROWS);
  /** When who waits could have its result: of another process later than its end. */
  arrivedNs = new Float64Array(INITIAL_ROWS);

  table(): Items {
    const { length } = this;
    return {
      length,
      pool: this.pool.slice(0, length),
      job: this.job.slice(0, length),
      index: this.index.slice(0, length),
      offset: this.offset.slice(0, length),
      count: this.count.slice(0, length),
      submitLane: this.submitLane.slice(0, length),
      submitNs: this.submitNs.slice(0, length),
      submitSite: this.submitSite.slice(0, length),
      lane: this.lane.slice(0, length),
      startNs: this.startNs.slice(0, length),
      endNs: this.endNs.slice(0, length),
      result: this.result.slice(0, length),
      functionSite: this.functionSite.slice(0, length),
    };
  }
}

/** Columns that all raw tables of pools have. */
interface OfJobs {
  length: number;
  object: Uint32Array;
  job: Float64Array;
}

/** The rows of one raw table by pool, then job, then what else they are sorted by; read from front to back, job by job. */
export class JobCursor {
  private readonly offsets: Uint32Array;
  private readonly rows: Uint32Array;
  private readonly job: Float64Array;
  private at = 0;
  private end = 0;

  /**
   * @param poolIndex index = raw object; rows of no pool are left out
   * @param within by which columns rows of one job are sorted, the most important last
   */
  constructor(
    { length, object, job }: OfJobs,
    poolIndex: Int32Array,
    pools: number,
    within: readonly ArrayLike<number>[],
    isWanted: (row: number) => boolean = () => true,
  ) {
    const pool = new Int32Array(length);
    for (let row = 0; row < length; row++) pool[row] = isWanted(row) ? poolIndex[object[row]] : -1;
    const order = allRows(length);
    for (const column of within) sortRows(order, column);
    sortRows(order, job);
    ({ offsets: this.offsets, rows: this.rows } = groupRows(pool, length, pools, order));
    this.job = job;
  }

  enter(pool: number): void {
    this.at = this.offsets[pool];
    this.end = this.offsets[pool + 1];
  }

  /** The job of the next row of this pool; Infinity = no more. */
  get nextJob(): number {
    return this.at < this.end ? this.job[this.rows[this.at]] : Number.POSITIVE_INFINITY;
  }

  /** The rows of this job, which are the next ones or none. */
  take(job: number): Uint32Array {
    const from = this.at;
    while (this.at < this.end && this.job[this.rows[this.at]] === job) this.at++;
    return this.rows.subarray(from, this.at);
  }
}
