/**
 * Items of pools: what was submitted, who ran it, what became of it. A job consists of units, a unit of items that run one after
 * the other in one worker until one raises:
 *
 *   job 3 ┬ unit 0   offset 0 ✓  1 ✓  2 ✓
 *         └ unit 1   offset 0 ✓  1 raised  2 cancelled
 */
import { noItems } from "../empty-tables";
import type { Items, Pool } from "../pool-types";
import type { RawTables } from "../raw";
import { ItemResult } from "../raw-pools";
import { type Lane, RecordKind, WaitResult } from "../types";
import { ItemRows, JobCursor } from "./item-rows";
import type { Order } from "./order";

/** Units of which nothing is known but that they were submitted: so many one after the other have a row each, more have one row. */
const MOST_UNTOUCHED = 10_000;
/** So many in all: a record of a few bytes must not make rows without end. */
const MOST_UNTOUCHED_IN_ALL = 1_000_000;

interface Context {
  raw: RawTables;
  order: Order;
  siteIndex: Uint32Array;
  lanes: readonly Lane[];
}

/** Rows of one job in the raw tables, each by index. */
interface Job {
  pool: number;
  job: number;
  /** Raw row of its SUBMITTED; -1 = lost. */
  submitted: number;
  items: Uint32Array;
  handed: Uint32Array;
  cancelled: Uint32Array;
  done: Uint32Array;
}

export interface DerivedItems {
  items: Items;
  /** When who waits could have the result: of another process later than the item's end; NaN = never. */
  arrivedNs: Float64Array;
}

/**
 * Also fills the counts and sums of `pools`.
 * @param poolIndex index = raw object
 */
export function deriveItems(context: Context, pools: Pool[], poolIndex: Int32Array): DerivedItems {
  if (pools.length === 0) return { items: noItems(), arrivedNs: new Float64Array(0) };
  const { items, jobs, units } = context.raw;
  const ofKind = (kind: number) =>
    new JobCursor(units, poolIndex, pools.length, [units.timeNs, units.index], (row) => units.kind[row] === kind);
  const submitted = new JobCursor(jobs, poolIndex, pools.length, [jobs.timeNs]);
  const ran = new JobCursor(items, poolIndex, pools.length, [items.startNs, items.offset, items.index]);
  const handed = ofKind(RecordKind.handed);
  const cancelled = ofKind(RecordKind.cancelled);
  const done = ofKind(RecordKind.done);
  const cursors = [submitted, ran, handed, cancelled, done];
  const writer = new ItemWriter(context, pools);
  for (let pool = 0; pool < pools.length; pool++) {
    for (const cursor of cursors) cursor.enter(pool);
    for (;;) {
      const job = Math.min(...cursors.map(({ nextJob }) => nextJob));
      if (job === Number.POSITIVE_INFINITY) break;
      writer.job({
        pool,
        job,
        submitted: submitted.take(job)[0] ?? -1,
        items: ran.take(job),
        handed: handed.take(job),
        cancelled: cancelled.take(job),
        done: done.take(job),
      });
    }
  }
  return { items: writer.rows.table(), arrivedNs: writer.rows.arrivedNs };
}

class ItemWriter {
  readonly rows = new ItemRows();
  private untouchedRows = 0;
  private submitLane = -1;
  private submitNs = Number.NaN;
  private submitSite = 0;

  constructor(
    private readonly context: Context,
    private readonly pools: Pool[],
  ) {
    this.rows.reserve(context.raw.items.length);
  }

  job(job: Job): void {
    const { jobs, units } = this.context.raw;
    const pool = this.pools[job.pool];
    const { submitted } = job;
    const isKnown = submitted >= 0;
    const items = isKnown ? jobs.items[submitted] : 0;
    const chunkSize = isKnown ? jobs.chunkSize[submitted] : 0;
    this.submitLane = isKnown ? this.context.order.laneIndex[jobs.lane[submitted]] : -1;
    this.submitSite = isKnown ? this.context.siteIndex[jobs.site[submitted]] : 0;
    this.submitNs = isKnown ? this.time(jobs.timeNs[submitted]) : Number.NaN;
    pool.firstSubmitNs = least(pool.firstSubmitNs, this.submitNs);
    if (items > 0) {
      const unitCount = chunkSize > 0 ? Math.ceil(items / chunkSize) : items;
      pool.submitted += items;
      if (chunkSize > 0) pool.chunks += unitCount;
      this.eager(job, items, Math.max(1, chunkSize), unitCount);
      return;
    }
    for (const row of job.handed) pool.submitted += units.items[row];
    if (chunkSize > 0) pool.chunks += job.handed.length;
    this.lazy(job);
  }

  private eager(job: Job, items: number, size: number, unitCount: number): void {
    const touched = new UnitCursor(job, this.context.raw);
    let next = 0;
    for (let unit = touched.next(); unit !== null; unit = touched.next()) {
      if (unit.index >= unitCount) break;
      this.untouched(job, next, unit.index, size, items);
      this.unit(job, unit, Math.min(size, items - unit.index * size));
      next = unit.index + 1;
    }
    this.untouched(job, next, unitCount, size, items);
  }

  private lazy(job: Job): void {
    const { units } = this.context.raw;
    const touched = new UnitCursor(job, this.context.raw);
    const submittedNs = this.submitNs;
    for (let unit = touched.next(); unit !== null; unit = touched.next()) {
      this.submitNs = unit.handed < 0 ? submittedNs : this.time(units.timeNs[unit.handed]);
      const { firstSubmitNs } = this.pools[job.pool];
      this.pools[job.pool].firstSubmitNs = least(firstSubmitNs, this.submitNs);
      const told = unit.handed >= 0 ? units.items[unit.handed] : this.sizeOf(unit);
      // Its SUBMITTED and HANDED are lost, yet it was submitted.
      if (unit.handed < 0) this.pools[job.pool].submitted += told;
      this.unit(job, unit, told);
    }
  }

  /** How many items a unit has at least, by what became of them. */
  private sizeOf({ items, cancelled, done }: Unit): number {
    const { items: ran, units } = this.context.raw;
    let size = 1;
    for (const row of items) size = Math.max(size, ran.offset[row] + ran.count[row]);
    for (const row of [cancelled, done]) if (row >= 0) size = Math.max(size, units.items[row]);
    return size;
  }

  /** Units `from` … `to` − 1, of which nothing is known. */
  private untouched({ pool, job }: Job, from: number, to: number, size: number, items: number): void {
    if (to <= from) return;
    this.untouchedRows += to - from;
    if (to - from > MOST_UNTOUCHED || this.untouchedRows > MOST_UNTOUCHED_IN_ALL) {
      this.untouchedRows -= to - from - 1;
      this.add(pool, job, from, 0, Math.min(items, to * size) - from * size, WaitResult.open);
      return;
    }
    for (let index = from; index < to; index++)
      this.add(pool, job, index, 0, Math.min(size, items - index * size), WaitResult.open);
  }

  private unit({ pool, job }: Job, { index, items, cancelled, done }: Unit, size: number): void {
    const { items: ran, units } = this.context.raw;
    const failed = done >= 0 && units.failed[done] === 1;
    const doneNs = done < 0 ? Number.NaN : this.time(units.timeNs[done]);
    const first = this.rows.length;
    let next = 0;
    let raised = false;
    for (let i = 0; i < items.length; i++) {
      const row = items[i];
      const offset = ran.offset[row];
      // Of one worker, in order: what comes before an item that ran has returned, whoever lost its record.
      if (offset > next) this.finish(pool, this.add(pool, job, index, next, offset - next, WaitResult.got), doneNs);
      next = Math.max(next, offset + ran.count[row]);
      const isLast = i === items.length - 1;
      raised = this.ran(pool, job, row, isLast && next >= size ? done : -1, isLast ? done : -1) || raised;
    }
    this.rest(pool, job, index, next, size - next, raised, cancelled >= 0, doneNs, failed);
    for (let row = first; row < this.rows.length; row++)
      this.rows.arrivedNs[row] = done < 0 ? this.rows.endNs[row] : doneNs;
  }

  /** What of a unit nobody ran, or of which nobody told. */
  private rest(
    pool: number,
    job: number,
    index: number,
    next: number,
    rest: number,
    raised: boolean,
    isCancelled: boolean,
    doneNs: number,
    failed: boolean,
  ): void {
    const isDone = !Number.isNaN(doneNs);
    if (rest <= 0) return;
    // A pool that breaks down fails all that it still has, what was cancelled before too.
    if (raised || (isCancelled && (!isDone || failed))) this.cancel(pool, job, index, next, rest);
    else if (!isDone) this.add(pool, job, index, next, rest, WaitResult.open);
    else if (!failed) this.finish(pool, this.add(pool, job, index, next, rest, WaitResult.got), doneNs);
    else {
      this.finish(pool, this.add(pool, job, index, next, 1, WaitResult.exception), doneNs);
      if (rest > 1) this.cancel(pool, job, index, next + 1, rest - 1);
    }
  }

  private cancel(pool: number, job: number, index: number, offset: number, count: number): void {
    this.pools[pool].cancelled += count;
    this.add(pool, job, index, offset, count, WaitResult.failed);
  }

  /** @returns whether it raised */
  private ran(pool: number, job: number, row: number, wholeDone: number, lastDone: number): boolean {
    const { items, units } = this.context.raw;
    const lane = this.context.order.laneIndex[items.lane[row]];
    const isOpen = Number.isNaN(items.endNs[row]);
    const index = this.add(pool, job, items.index[row], items.offset[row], items.count[row], WaitResult.open);
    const { rows } = this;
    rows.lane[index] = lane;
    rows.startNs[index] = this.time(items.startNs[row]);
    rows.functionSite[index] = this.context.siteIndex[items.site[row]];
    this.pools[pool].queueWaitNs += queueWait(rows, index, isOpen ? 0 : items.endNs[row] - items.startNs[row]);
    if (isOpen && lastDone < 0) return false;
    // Its worker was killed, or its last record lost, but the pool knows how it ended.
    const endNs = isOpen
      ? Math.min(this.time(units.timeNs[lastDone]), this.context.lanes[lane]?.endNs ?? Number.POSITIVE_INFINITY)
      : this.time(items.endNs[row]);
    // A result that cannot travel is an exception to who waits for it.
    const failed = lastDone >= 0 && units.failed[lastDone] === 1 && (isOpen || wholeDone >= 0);
    const raised = failed || (!isOpen && items.result[row] !== ItemResult.done);
    rows.result[index] = raised ? WaitResult.exception : WaitResult.got;
    this.finish(pool, index, Math.max(endNs, rows.startNs[index]));
    this.pools[pool].runNs += rows.endNs[index] - rows.startNs[index];
    return raised;
  }

  /** Counts an item that has a result, or the several of one row, the last of which may have raised. */
  private finish(pool: number, row: number, endNs: number): void {
    const { rows } = this;
    const totals = this.pools[pool];
    const raised = rows.result[row] === WaitResult.exception ? 1 : 0;
    rows.endNs[row] = endNs;
    totals.failed += raised;
    totals.completed += rows.count[row] - raised;
    if (!(totals.lastFinishNs >= endNs)) totals.lastFinishNs = endNs;
  }

  private add(pool: number, job: number, index: number, offset: number, count: number, result: number): number {
    const { rows } = this;
    const row = rows.addRow();
    rows.pool[row] = pool;
    rows.job[row] = job;
    rows.index[row] = index;
    rows.offset[row] = offset;
    rows.count[row] = count;
    rows.submitLane[row] = this.submitLane;
    rows.submitNs[row] = this.submitNs;
    rows.submitSite[row] = this.submitSite;
    rows.lane[row] = -1;
    rows.startNs[row] = Number.NaN;
    rows.endNs[row] = Number.NaN;
    rows.result[row] = result;
    rows.functionSite[row] = 0;
    rows.arrivedNs[row] = Number.NaN;
    return row;
  }

  private time(rawNs: number): number {
    return Math.max(0, rawNs - this.context.order.originNs);
  }
}

/** What is known of one unit: rows of its items by offset, and the first row of each other table; -1 = none. */
interface Unit {
  index: number;
  items: Uint32Array;
  handed: number;
  cancelled: number;
  done: number;
}

/** The units of a job of which anything is known, by index. */
class UnitCursor {
  private at = [0, 0, 0, 0];
  private readonly tables: { rows: Uint32Array; index: Uint32Array }[];

  constructor(job: Job, raw: RawTables) {
    this.tables = [
      { rows: job.items, index: raw.items.index },
      { rows: job.handed, index: raw.units.index },
      { rows: job.cancelled, index: raw.units.index },
      { rows: job.done, index: raw.units.index },
    ];
  }

  next(): Unit | null {
    let index = Number.POSITIVE_INFINITY;
    this.tables.forEach(({ rows, index: column }, table) => {
      if (this.at[table] < rows.length) index = Math.min(index, column[rows[this.at[table]]]);
    });
    if (index === Number.POSITIVE_INFINITY) return null;
    const [items, handed, cancelled, done] = this.tables.map((_, table) => this.take(table, index));
    return { index, items, handed: handed[0] ?? -1, cancelled: cancelled[0] ?? -1, done: done[0] ?? -1 };
  }

  private take(table: number, index: number): Uint32Array {
    const { rows, index: column } = this.tables[table];
    const from = this.at[table];
    let to = from;
    while (to < rows.length && column[rows[to]] === index) to++;
    this.at[table] = to;
    return rows.subarray(from, to);
  }
}

/** From submit to start, summed over the items of a row: of several it is taken that they take equally long. */
function queueWait({ count, startNs, submitNs }: ItemRows, row: number, runNs: number): number {
  const waitNs =
    Math.max(0, startNs[row] - submitNs[row]) * count[row] + Math.round((Math.max(0, runNs) * (count[row] - 1)) / 2);
  return Number.isNaN(waitNs) ? 0 : waitNs;
}

/** The smaller one; where one is NaN, the other. */
const least = (a: number, b: number): number => (a < b || Number.isNaN(b) ? a : b);
