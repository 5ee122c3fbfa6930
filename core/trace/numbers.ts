/**
 * What the numbers in columns mean: states, kinds of records, of waits, of resources, of edges.
 * Those of records are a recording's own (docs/trace-format.md); none may be given another meaning.
 */

/** What a lane does. The numbers are stored in columns; do not renumber. */
export const STATES = ["running", "gil", "blocked", "waiting", "sleeping", "io", "idle", "unknown", "ready"] as const;
export type StateName = (typeof STATES)[number];
/** `ready`: of a task alone: it could go on, and its event loop had not come to it yet. */
export const State = {
  running: 0,
  gil: 1,
  blocked: 2,
  waiting: 3,
  sleeping: 4,
  io: 5,
  idle: 6,
  unknown: 7,
  ready: 8,
} as const;

/** Kinds of records in a recording (docs/trace-format.md). */
export const RecordKind = {
  hold: 1,
  wait: 2,
  holdAgain: 3,
  item: 4,
  created: 16,
  permit: 17,
  release: 18,
  set: 19,
  clear: 20,
  passed: 21,
  notify: 22,
  put: 23,
  get: 24,
  taskDone: 25,
  missed: 26,
  overRelease: 27,
  reentry: 28,
  took: 29,
  counted: 30,
  submitted: 31,
  handed: 32,
  worker: 33,
  sent: 34,
  cancelled: 35,
  done: 36,
  learned: 37,
  futureSet: 38,
  takenOver: 39,
  laneStart: 40,
  laneEnd: 41,
  threadStart: 42,
  taskStart: 43,
  step: 44,
  stepEnd: 45,
  sample: 46,
  access: 47,
  errorRead: 48,
  unawaited: 49,
  taskLost: 50,
  ext: 127,
} as const;

/** What a wait is for (docs/trace-format.md, "op"). */
export const WaitOp = {
  lock: 1,
  condition: 2,
  event: 3,
  semaphore: 4,
  barrier: 5,
  get: 6,
  put: 7,
  queueJoin: 8,
  threadJoin: 9,
  sleep: 10,
  processJoin: 11,
  future: 12,
  poolJoin: 13,
  idle: 14,
  io: 15,
  task: 16,
  tasks: 17,
} as const;

/** What a thread does outside Python: argument of a wait of op `io` (docs/trace-format.md, "io"). Index = number. */
export const IO_KINDS = [
  "none",
  "unknown",
  "connect",
  "accept",
  "receive",
  "send",
  "select",
  "child",
  "read",
  "write",
  "input",
  "tls",
  "name lookup",
] as const;
export type IoKind = (typeof IO_KINDS)[number];

export const WaitResult = { open: 0, got: 1, timedOut: 2, exception: 3, failed: 4 } as const;

/** Index = object kind in a recording. */
export const RESOURCE_KINDS = [
  "unknown",
  "lock",
  "rlock",
  "condition",
  "event",
  "semaphore",
  "bounded-semaphore",
  "barrier",
  "queue",
  "lifo-queue",
  "priority-queue",
  "simple-queue",
  "joinable-queue",
  "pipe",
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Who let whom go on. */
export const EDGE_KINDS = [
  "release→acquire",
  "set→wake",
  "notify→wake",
  "put→get",
  "submit→start",
  "finish→result",
  "start→run",
  "end→join",
  "get→put",
  "barrier",
  "done→join",
] as const;
export const Edge = {
  releaseAcquire: 0,
  setWake: 1,
  notifyWake: 2,
  putGet: 3,
  submitStart: 4,
  finishResult: 5,
  startRun: 6,
  endJoin: 7,
  getPut: 8,
  barrier: 9,
  doneJoin: 10,
} as const;
