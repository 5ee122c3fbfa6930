/**
 * What the records said, before anything is concluded from it: one append-only table a kind of record, all processes together.
 * `lane`, `object` and `site` are numbers of the builder (`RawLanes`, `RawObjects`, `RawSites`), in order of arrival; the
 * snapshot puts them into an order that does not depend on arrival. Times are relative to the builder's origin.
 */
import { INITIAL_ROWS, Table } from "./column";
import { type Halves, halvesOf, relativeTo } from "./decode";
import { RawAccesses, RawLearned } from "./raw-accesses";
import { RawErrorReads, RawItems, RawJobs, RawUnits, RawWorkers } from "./raw-pools";
import { RawMishaps, RawSamples, RawSteps, type RawTask } from "./raw-tasks";
import type { Site } from "./types";

export class RawHolds extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  lane = new Uint32Array(INITIAL_ROWS);
  seq = new Float64Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  /** NaN while its release was not seen. */
  endNs = new Float64Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
  /** 1 = regained by a condition's wait. */
  again = new Uint8Array(INITIAL_ROWS);
}

export class RawWaits extends Table {
  lane = new Uint32Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  /** NaN while it lasts. */
  endNs = new Float64Array(INITIAL_ROWS);
  op = new Uint8Array(INITIAL_ROWS);
  result = new Uint8Array(INITIAL_ROWS);
  /** What `WAIT_TARGET` says: a raw object (resources and pools), a raw lane, the number of an io kind; -1 = none. */
  object = new Int32Array(INITIAL_ROWS);
  /** Op processJoin: the pid; op future: the job. */
  told = new Float64Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
  holderLane = new Int32Array(INITIAL_ROWS);
  holderSite = new Uint32Array(INITIAL_ROWS);
  argument = new Float64Array(INITIAL_ROWS);
  /** What the wait got: the hold (op lock) or the event (PERMIT, PASSED, GET, PUT) that came next on this lane; -1 = none yet. */
  got = new Int32Array(INITIAL_ROWS);
  /** Of a task's wait: the raw lane that made it ready, and where that one stood; -1 and 0 = the event loop itself. */
  wakerLane = new Int32Array(INITIAL_ROWS);
  wakerSite = new Uint32Array(INITIAL_ROWS);
}

/** SENT: an item of a multiprocessing queue went into its pipe. */
export class RawSents extends Table {
  object = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  /** Number of the put in the process of the object. */
  put = new Float64Array(INITIAL_ROWS);
}

export class RawEvents extends Table {
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  kind = new Uint8Array(INITIAL_ROWS);
  object = new Int32Array(INITIAL_ROWS);
  /** Word 1; for threadStart the child's raw lane. */
  arg = new Float64Array(INITIAL_ROWS);
  seq = new Float64Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
}

/** Running totals of an object in the counted tier, in the order of its cells. */
export type Cells = readonly number[];

export class RawObjects extends Table {
  process = new Uint32Array(INITIAL_ROWS);
  id = new Uint32Array(INITIAL_ROWS);
  /** Number of the kind in the recording: index into RESOURCE_KINDS, then POOL_KINDS; 0 until its NEW was seen. */
  kind = new Uint8Array(INITIAL_ROWS);
  /** Whose it is: threading and the like, multiprocessing, asyncio (`moduleOf`). */
  family = new Uint8Array(INITIAL_ROWS);
  /** The kind that its uses speak for, should its NEW be lost. */
  likelyKind = new Uint8Array(INITIAL_ROWS);
  /** 1 = some record uses it as a resource, and not as a pool. */
  isResource = new Uint8Array(INITIAL_ROWS);
  parameter = new Float64Array(INITIAL_ROWS);
  site = new Uint32Array(INITIAL_ROWS);
  /** When it was created, or first used while its NEW was not seen. */
  createdNs = new Float64Array(INITIAL_ROWS);
  readonly cells = new Map<number, Cells>();
}

export class RawSites extends Table {
  process = new Uint32Array(INITIAL_ROWS);
  code = new Uint32Array(INITIAL_ROWS);
  lasti = new Uint32Array(INITIAL_ROWS);
  /** Of sites that no code object stands for. */
  readonly places = new Map<number, Site>();
}

/** A lane: few, so plain objects. */
export interface RawLane {
  readonly process: number;
  readonly id: number;
  /** null until the side tables named it. */
  name: string | null;
  daemon: boolean;
  internal: boolean;
  /** Ours: it only samples the others. */
  sampler: boolean;
  /** Some record tells what it did: then it is a lane whatever the side tables say. */
  acts: boolean;
  /** Null = it is a thread. */
  task: RawTask | null;
  /** Time of LANE_START; NaN until it was seen. */
  startNs: number;
  /** Time of LANE_END; NaN until it was seen. */
  endedNs: number;
  /** What its thread had used of the processor by then; 0 = not known. */
  startCpuNs: number;
  endCpuNs: number;
  /** Smallest (NaN = none) and largest (-Infinity = none) time of its records. */
  firstNs: number;
  lastNs: number;
  /** Records lost. */
  lost: number;
  /** What it did after its last record was recorded and could not be read. */
  cutOff: boolean;
  /** The raw lane that started it, and when; -1 and NaN = unknown. */
  parent: number;
  parentStartNs: number;
}

export const newLane = (process: number, id: number): RawLane => ({
  process,
  id,
  name: null,
  daemon: false,
  internal: false,
  sampler: false,
  acts: false,
  task: null,
  startNs: Number.NaN,
  endedNs: Number.NaN,
  startCpuNs: 0,
  endCpuNs: 0,
  firstNs: Number.NaN,
  lastNs: Number.NEGATIVE_INFINITY,
  lost: 0,
  cutOff: false,
  parent: -1,
  parentStartNs: Number.NaN,
});

export class RawTables {
  readonly lanes: RawLane[] = [];
  readonly holds = new RawHolds();
  readonly waits = new RawWaits();
  readonly events = new RawEvents();
  readonly sents = new RawSents();
  readonly steps = new RawSteps();
  readonly items = new RawItems();
  readonly jobs = new RawJobs();
  readonly units = new RawUnits();
  readonly workers = new RawWorkers();
  readonly errorReads = new RawErrorReads();
  readonly samples = new RawSamples();
  readonly mishaps = new RawMishaps();
  readonly accesses = new RawAccesses();
  readonly learned = new RawLearned();
  readonly objects = new RawObjects();
  readonly sites = new RawSites();
  /** Raw GET event → number of the put that its item came from, where a TOOK told. */
  readonly took = new Map<number, number>();
  private origin: Halves | null = null;

  constructor() {
    // Row 0 of the sites is the unknown one, as in `Trace.sites`.
    this.sites.addRow();
  }

  /**
   * What all times in these tables are relative to: the first time that anyone mentions, so that it does not matter which
   * process is heard of first. The snapshot moves everything to the start of the root process.
   */
  originNear(lo: number, hi: number): Halves {
    this.origin ??= { lo, hi };
    return this.origin;
  }

  /** A time given in decimal digits, relative to the same origin. */
  time(digits: string): number {
    const time = halvesOf(digits);
    return relativeTo(time, this.originNear(time.lo, time.hi));
  }
}
