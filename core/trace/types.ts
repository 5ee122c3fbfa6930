/**
 * The model of a run: tables of plain objects where there are few rows, columns (one typed array a field) where there may be
 * millions. Every table is append-only. A live run, a finished one and a saved one give the same model.
 *
 *   lanes[]      resources[]     sites[]
 *     │ laneSpans[lane]: a total function time → state
 *     └ waits · holds · events · edges: columns joined by index
 *
 * Pools and their items: `pool-types.ts`. Lost updates: `race-types.ts`. What numbers mean: `numbers.ts`.
 */
import type { LaneIndex, Ns, SiteIndex } from "../units";
import type { Accesses, SyncRows } from "./accesses";
import type { Ignore } from "./ignores";
import type { Mishaps } from "./mishaps";
import type { ResourceKind } from "./numbers";
import type { Items, Pool, ResultReads } from "./pool-types";
import type { RaceVariable } from "./race-types";
import type { ObserverTier } from "./races-meta";
import type { SignalLines } from "./signal-lines";

/** Whoever reads columns needs what their numbers mean. */
export * from "./numbers";

export interface Program {
  argv: string[];
  python: string;
  implementation: string;
  gil: boolean;
  traced: boolean;
  /** Why it could not be traced; null when it was. */
  notTracedReason: string | null;
  exitCode: number | null;
  signal: string | null;
  durationNs: Ns;
  /** When the host first passed on a request to stop; null or absent = never. Later waits tell of the stop, not of the program. */
  stopAskedNs?: Ns | null;
  /** It had not ended when this was saved; absent = it had, or nobody knows. */
  stillRunning?: true;
}

export interface Process {
  pid: number;
  parentPid: number;
  name: string;
  startMethod: string;
  exitCode: number | null;
  traced: boolean;
  notTracedReason: string | null;
  startNs: Ns;
  /** Last time at which it was known to live. */
  endNs: Ns;
  notes: string[];
  /** An event loop ran to which threads hand over by ways that the recording does not show (uvloop, Trio). */
  handsOverUnseen?: true;
  /** Whether lost updates were looked for; null in recordings made before that was possible. */
  observer: ObserverTier | null;
  /** Files of the program in which they were not. */
  notObserved: NotObserved[];
  /** Processors that it may use; absent = not known. */
  processors?: number;
  /** How often a thread that computes was looked at, and had no processor though it waited for nothing. Left out: nobody looked. */
  looks?: { looks: number; starved: number };
  /** Who reads the exception of an item that failed is recorded; absent: in recordings made before that was possible. */
  areErrorReadsKnown?: true;
}

export interface NotObserved {
  file: string;
  /** Null where the observer never met the file. */
  reason: string | null;
}

export interface Site {
  /** Absolute path as Python names it. */
  file: string;
  /** 1-based; 0 = unknown. */
  line: number;
  /** 1-based, in UTF-8 bytes as Python counts; 0 = unknown (before 3.11). */
  column: number;
  function: string;
  /** False for the standard library. */
  program: boolean;
}

export interface Lane {
  kind: "thread" | "process" | "task";
  name: string;
  process: number;
  pid: number;
  pool: number | null;
  internal: boolean;
  daemon: boolean;
  startNs: Ns;
  endNs: Ns;
  /** False: it never ended (killed, or still running): endNs is the last known time. */
  ended: boolean;
  /** Records lost on this lane. */
  dropped: number;
  /** The lane that started it; -1 = none. */
  parent: LaneIndex;
  /** Of a task: the lane of the thread whose event loop runs it, and its coroutine's qualified name; else -1 and null. */
  loop: LaneIndex;
  coroutine: string | null;
  /** Where its coroutine is defined; absent = not a task, or not known. */
  coroutineSite?: SiteIndex;
  /** CPU time that samples have seen it use; null = never sampled. */
  cpuNs: Ns | null;
}

/** One row a sample interval of one lane, by lane and time: what it used of the processor between `startNs` and `endNs`. */
export interface Samples {
  length: number;
  lane: Uint32Array;
  startNs: Float64Array;
  endNs: Float64Array;
  cpuNs: Float64Array;
}

export interface Resource {
  kind: ResourceKind;
  module: string;
  /** The name in the program (`counter_lock`, `Account.lock`, `forks[]`), else `file:line`. */
  name: string;
  site: SiteIndex;
  processes: number[];
  /** > 1: so many objects of one site were folded into this entry. */
  instances: number;
  createdNs: Ns;
  /** Semaphore value, barrier parties, queue maxsize; condition: index of its own entry's lock or -1. */
  parameter: number;
  /** Totals of the counted tier (docs/trace-format.md, cells), null while every event was recorded. */
  counted: {
    acquisitions: number;
    reentries: number;
    puts: number;
    missed: number;
    signals: number;
    releases: number;
    taskDone: number;
  } | null;
}

/** One lane's states: span i lasts from startNs[i] to startNs[i+1], the last one to the lane's endNs. Never empty, ascending. */
export interface LaneSpans {
  length: number;
  startNs: Float64Array;
  state: Uint8Array;
  /** The wait of this span, -1 for running. */
  wait: Int32Array;
}

/** Both a thread's waits and, between its steps, a task's. One row a wait, ascending by startNs within a lane. In a snapshot lane by lane; a view that follows a live trace adds rows as they come. */
export interface Waits {
  length: number;
  lane: Uint32Array;
  startNs: Float64Array;
  /** For a wait that never ended: the lane's endNs. */
  endNs: Float64Array;
  op: Uint8Array;
  result: Uint8Array;
  /** What `WAIT_TARGET[op]` says: a resource, lane, process or pool index, the number of an io kind; -1 = none. */
  object: Int32Array;
  site: Uint32Array;
  /** Op sleep: nanoseconds asked for; op future: the pool's job, 0 = several or none; else 1 when the wait had a timeout. */
  argument: Float64Array;
  /** Who held the lock when the wait began, and the line of that acquire; -1 / 0 unknown. */
  holderLane: Int32Array;
  holderSite: Uint32Array;
  /** Who let it go on (released, set, notified, put, ended), when and where; -1 / NaN / 0 when nobody did or unknown. */
  wakerLane: Int32Array;
  wakerNs: Float64Array;
  wakerSite: Uint32Array;
}

/**
 * One row a recorded hold of a lock or rlock (outermost), within a resource ascending by object and `seq`. In a snapshot resource by
 * resource; a view that follows a live trace adds rows as they come.
 */
export interface Holds {
  length: number;
  resource: Uint32Array;
  lane: Uint32Array;
  /** Number of the hold of its resource: 1, 2, …; gaps are holds that were only counted. */
  seq: Float64Array;
  startNs: Float64Array;
  /** min(recorded end, next hold's start, end of the lane's process). */
  endNs: Float64Array;
  /** 1 = its release was recorded. */
  closed: Uint8Array;
  /** 1 = regained by a condition's wait: not an acquisition of the program's. */
  again: Uint8Array;
  site: Uint32Array;
}

/** Ascending by time. Instants: PERMIT, RELEASE, SET, CLEAR, PASSED, NOTIFY, PUT, GET, TASK_DONE, MISSED, OVER_RELEASE, REENTRY, TOOK, THREAD_START. */
export interface Events {
  length: number;
  lane: Uint32Array;
  timeNs: Float64Array;
  /** RecordKind. */
  kind: Uint8Array;
  resource: Int32Array;
  /** Word 1 of the record (value, depth, waiters woken …); threadStart: the child's lane index. */
  arg: Float64Array;
  /** The lower 40 bits of word 2. */
  seq: Float64Array;
  site: Uint32Array;
}

/** Every start, end and item that was handed on, and every wait that somebody ended. Ascending by `toNs`. */
export interface Edges {
  length: number;
  /** Index into EDGE_KINDS. */
  kind: Uint8Array;
  fromLane: Uint32Array;
  fromNs: Float64Array;
  toLane: Uint32Array;
  toNs: Float64Array;
  /** Resource index or -1. */
  resource: Int32Array;
  /** The wait it ended, or -1. */
  wait: Int32Array;
}
/** Lanes, resources and processes ascend by start, sites by file and line: the same recording gives the same tables. */
export interface Trace {
  program: Program;
  processes: Process[];
  lanes: Lane[];
  resources: Resource[];
  sites: Site[];
  laneSpans: LaneSpans[];
  waits: Waits;
  holds: Holds;
  events: Events;
  edges: Edges;
  pools: Pool[];
  items: Items;
  samples: Samples;
  /** Coroutines and tasks that were thrown away; absent = none. */
  mishaps?: Mishaps;
  /** Who was given the results of items; absent where nothing is known of that. */
  resultReads?: ResultReads;
  races: RaceVariable[];
  /** Accesses of shared variables, and what orders them; absent where none were recorded. */
  accesses?: Accesses;
  /** By file: lines whose findings are known to who wrote them; absent = none. */
  ignores?: ReadonlyMap<string, readonly Ignore[]>;
  /** What orders the lanes, locks apart from all else; not enumerable, for it is no column: worked out when somebody asks. */
  laneOrder?: () => SyncRows;
  /** By file: lines that wait and acquire in a way that rules ask for; of files whose source was read. Absent = none was. */
  signalLines?: ReadonlyMap<string, SignalLines>;
  /** End of the trace: the largest time known. */
  endNs: Ns;
  /** What was lost, in sentences' worth of facts (truncated file, unreadable segment); empty = nothing. */
  losses: string[];
  startupNs: Ns;
  /** What the runtime still did when the program was over. */
  windUpNs: Ns;
}
