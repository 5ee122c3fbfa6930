/**
 * Tasks of asyncio, as they stand in the records of the thread that runs their event loop:
 *
 *   TASK_START … STEP  what the task did  STEP_END … STEP  … STEP_END
 *                                              └ waits, then ready ┘
 *
 * Steps of one thread never lie inside each other: where one begins before the last has ended, that one's end is lost.
 */
import { argAt, codeAt, HIGH, lastiAt, objectAt, relativeTo, seqAt } from "./decode";
import type { Identities } from "./identities";
import type { RawTables } from "./raw";
import { type RawTask, StepEnd } from "./raw-tasks";
import { IO_KINDS, RecordKind, WaitOp, WaitResult } from "./types";
import { FIRST_POOL_KIND, kindByWait, WAIT_TARGET } from "./vocabulary";
import { addWait, WaitLinks } from "./wait-links";

interface TaskState {
  /** Raw lane. */
  readonly lane: number;
  readonly links: WaitLinks;
  /** The raw wait between its last step and the next, afterwards the one that led to the running step; -1 = none. */
  wait: number;
}

/** These waits are followed by a record of what was got, within the step to which they led; without one they ended in vain. */
const PROVED: ReadonlySet<number> = new Set([
  WaitOp.lock,
  WaitOp.event,
  WaitOp.semaphore,
  WaitOp.barrier,
  WaitOp.get,
  WaitOp.put,
]);

export class TaskDecoder {
  private readonly tasks = new Map<number, TaskState>();
  /** The step that runs; null = none does. */
  private open: { state: TaskState; step: number } | null = null;

  /** @param thread raw lane of the thread */
  constructor(
    private readonly thread: number,
    private readonly raw: RawTables,
    private readonly ids: Identities,
  ) {}

  /** Raw lane of the task whose step runs; -1 = none does. */
  get running(): number {
    return this.open === null ? -1 : this.open.state.lane;
  }

  /** What the running task waited for and now may have got; null = no step runs. */
  get links(): WaitLinks | null {
    return this.open === null ? null : this.open.state.links;
  }

  /** Takes a record of a task; false where it is none. */
  instant(kind: number, timeNs: number, words: Uint32Array, at: number): boolean {
    if (kind === RecordKind.step) this.begin(timeNs, words, at);
    else if (kind === RecordKind.stepEnd) this.end(timeNs, words, at);
    else if (kind === RecordKind.taskStart) this.create(timeNs, words, at);
    else return false;
    return true;
  }

  private create(timeNs: number, words: Uint32Array, at: number): void {
    const lane = this.ids.lane(objectAt(words, at));
    const code = codeAt(words, at);
    const site = code === 0 ? 0 : this.ids.site(code, 0);
    lane.task = { thread: this.thread, createdNs: timeNs, name: argAt(words, at), code, site };
    lane.startNs = timeNs;
    const creator = seqAt(words, at);
    if (creator === 0) return;
    lane.parent = this.ids.laneIndex(creator);
    lane.parentStartNs = timeNs;
  }

  private begin(startNs: number, words: Uint32Array, at: number): void {
    const { steps, waits } = this.raw;
    const state = this.state(objectAt(words, at), startNs);
    const told = { lo: words[at + 2], hi: words[at + 3] };
    const isTold = told.lo !== 0 || told.hi !== 0;
    const toldNs = isTold ? relativeTo(told, this.raw.originNear(told.lo, told.hi)) : startNs;
    const readyNs = Math.min(toldNs, this.alarmNs(state.wait));
    if (this.open !== null) steps.endNs[this.open.step] = startNs;
    const step = steps.addRow();
    steps.task[step] = state.lane;
    steps.thread[step] = this.thread;
    steps.readyNs[step] = readyNs;
    steps.startNs[step] = startNs;
    steps.endNs[step] = Number.NaN;
    steps.wait[step] = -1;
    const { wait } = state;
    if (wait >= 0) {
      const waker = seqAt(words, at);
      waits.endNs[wait] = Math.min(Math.max(readyNs, waits.startNs[wait]), Math.max(startNs, waits.startNs[wait]));
      waits.result[wait] = WaitResult.got;
      waits.wakerLane[wait] = waker === 0 ? -1 : this.ids.laneIndex(waker);
      waits.wakerSite[wait] = this.ids.site(codeAt(words, at), lastiAt(words, at));
    }
    this.open = { state, step };
  }

  /** When a sleep was due, and the task ready, however late its loop noticed; Infinity for another wait. */
  private alarmNs(wait: number): number {
    const { waits } = this.raw;
    const isSleep = wait >= 0 && waits.op[wait] === WaitOp.sleep && waits.argument[wait] > 0;
    return isSleep ? waits.startNs[wait] + waits.argument[wait] : Number.POSITIVE_INFINITY;
  }

  private end(timeNs: number, words: Uint32Array, at: number): void {
    const { steps, lanes } = this.raw;
    const state = this.state(objectAt(words, at), timeNs);
    const step = this.open?.state === state ? this.open.step : -1;
    if (step >= 0) {
      steps.endNs[step] = timeNs;
      this.open = null;
    }
    lanes[state.lane].lastNs = Math.max(lanes[state.lane].lastNs, timeNs);
    const what = seqAt(words, at);
    const op = what & 0xff;
    const last = state.wait;
    state.wait = -1;
    if (((what >>> 8) & 0xff) !== StepEnd.suspended) lanes[state.lane].endedNs = timeNs;
    else if (op >= WaitOp.lock && op <= WaitOp.tasks) {
      state.wait = this.goesOn(state, last, op, words, at) ? last : this.wait(state, timeNs, op, words, at);
      if (step >= 0) steps.wait[step] = state.wait;
    }
    if (last < 0 || last === state.wait) return;
    // It was given up without what it was for.
    const { got, op: ops, result } = this.raw.waits;
    if (got[last] < 0 && PROVED.has(ops[last])) result[last] = WaitResult.exception;
  }

  /** A wait that was woken in vain, so that the task waits for the same again, is one wait. */
  private goesOn({ links }: TaskState, last: number, op: number, words: Uint32Array, at: number): boolean {
    const { waits, objects } = this.raw;
    if (last < 0 || waits.op[last] !== op || waits.got[last] >= 0 || !PROVED.has(op)) return false;
    if (waits.object[last] < 0 || objects.id[waits.object[last]] !== argAt(words, at)) return false;
    waits.endNs[last] = Number.NaN;
    waits.result[last] = WaitResult.open;
    waits.wakerLane[last] = -1;
    waits.wakerSite[last] = 0;
    links.began(op, last);
    return true;
  }

  private wait({ lane, links }: TaskState, timeNs: number, op: number, words: Uint32Array, at: number): number {
    const { waits } = this.raw;
    const row = addWait(this.raw, lane, timeNs, op, this.ids.site(codeAt(words, at), lastiAt(words, at)));
    const told = argAt(words, at);
    switch (WAIT_TARGET[op]) {
      case "resource":
        if (told > 0) waits.object[row] = this.object(told, timeNs, kindByWait(op));
        break;
      case "pool": {
        // pool << 40 | job
        const pool = words[at + 3] >>> 8;
        if (pool > 0) waits.object[row] = this.object(pool, timeNs, FIRST_POOL_KIND);
        waits.told[row] = (words[at + 3] & 0xff) * HIGH + words[at + 2];
        break;
      }
      case "lane":
        if (told > 0 && told < HIGH) waits.object[row] = this.ids.laneIndex(told);
        break;
      case "process":
        waits.told[row] = told;
        break;
      case "io":
        waits.object[row] = told < IO_KINDS.length ? told : 0;
        break;
      case "none":
        waits.argument[row] = op === WaitOp.sleep ? told : 0;
        break;
    }
    links.began(op, row);
    return row;
  }

  private object(id: number, timeNs: number, likelyKind: number): number {
    const object = this.ids.object(id, timeNs);
    this.ids.used(object, likelyKind);
    return object;
  }

  private state(id: number, timeNs: number): TaskState {
    const lane = this.ids.laneIndex(id);
    let state = this.tasks.get(lane);
    if (state === undefined) {
      state = { lane, links: new WaitLinks(this.raw), wait: -1 };
      this.tasks.set(lane, state);
    }
    const row = this.raw.lanes[lane];
    row.task ??= this.undescribed();
    if (Number.isNaN(row.firstNs) || timeNs < row.firstNs) row.firstNs = timeNs;
    if (timeNs > row.lastNs) row.lastNs = timeNs;
    return state;
  }

  /** Its TASK_START is lost, or not read yet. */
  private undescribed(): RawTask {
    return { thread: this.thread, createdNs: Number.NaN, name: 0, code: 0, site: 0 };
  }
}
