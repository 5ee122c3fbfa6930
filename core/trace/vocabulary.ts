/** What kinds of records and waits tell about the object they name, and which state a wait is. */
import { Edge, RESOURCE_KINDS, RecordKind, type ResourceKind, State, WaitOp } from "./types";

const kindNumber = (kind: ResourceKind): number => RESOURCE_KINDS.indexOf(kind);

/** The resource kind that a use speaks for, where it speaks for one: what is known of an object whose NEW record is lost. */
const KIND_BY_USE: Readonly<Record<number, number>> = {
  [RecordKind.hold]: kindNumber("lock"),
  [RecordKind.reentry]: kindNumber("rlock"),
  [RecordKind.notify]: kindNumber("condition"),
  [RecordKind.set]: kindNumber("event"),
  [RecordKind.clear]: kindNumber("event"),
  [RecordKind.passed]: kindNumber("event"),
  [RecordKind.permit]: kindNumber("semaphore"),
  [RecordKind.release]: kindNumber("semaphore"),
  [RecordKind.put]: kindNumber("queue"),
  [RecordKind.get]: kindNumber("queue"),
  [RecordKind.taskDone]: kindNumber("queue"),
  [RecordKind.took]: kindNumber("lifo-queue"),
  [RecordKind.sent]: kindNumber("queue"),
  [RecordKind.missed]: 0,
  [RecordKind.overRelease]: 0,
};

const KIND_BY_WAIT: Readonly<Record<number, number>> = {
  [WaitOp.lock]: kindNumber("lock"),
  [WaitOp.condition]: kindNumber("condition"),
  [WaitOp.event]: kindNumber("event"),
  [WaitOp.semaphore]: kindNumber("semaphore"),
  [WaitOp.barrier]: kindNumber("barrier"),
  [WaitOp.get]: kindNumber("queue"),
  [WaitOp.put]: kindNumber("queue"),
  [WaitOp.queueJoin]: kindNumber("queue"),
};

/** The lower five bits of an object's kind say what it is, the others whose it is. */
export const KIND_BITS = 5;
/** Kinds of objects from here on are pools, in the order of POOL_KINDS. */
export const FIRST_POOL_KIND = RESOURCE_KINDS.length;

/** True for records that become rows of `Trace.events` and name an object. */
export const isEventKind = (kind: number): boolean =>
  kind !== RecordKind.hold && kind !== RecordKind.sent && kind in KIND_BY_USE;

/** Index into RESOURCE_KINDS; 0 = it does not tell. Where two uses differ the larger number is the more special kind. */
export const kindByUse = (kind: number): number => KIND_BY_USE[kind] ?? 0;
export const kindByWait = (op: number): number => KIND_BY_WAIT[op] ?? 0;

/** The waits that an event of this kind is the good end of, when it comes next on the same lane for the same object. */
export const OPS_ENDED_BY: Readonly<Record<number, readonly number[]>> = {
  [RecordKind.permit]: [WaitOp.semaphore],
  [RecordKind.passed]: [WaitOp.event, WaitOp.barrier],
  [RecordKind.get]: [WaitOp.get],
  [RecordKind.put]: [WaitOp.put],
};

/** Index = WaitOp. */
export const STATE_OF_WAIT: readonly number[] = [
  State.unknown,
  State.blocked,
  State.waiting,
  State.waiting,
  State.blocked,
  State.waiting,
  State.waiting,
  State.waiting,
  State.waiting,
  State.waiting,
  State.sleeping,
  State.waiting,
  State.waiting,
  State.waiting,
  State.idle,
  State.io,
  State.waiting,
  State.waiting,
];

/** What a wait's end is the end of: index into EDGE_KINDS, -1 = nobody ends it. Index = WaitOp. */
export const EDGE_OF_WAIT: readonly number[] = [
  -1,
  Edge.releaseAcquire,
  Edge.notifyWake,
  Edge.setWake,
  Edge.releaseAcquire,
  Edge.barrier,
  Edge.putGet,
  Edge.getPut,
  Edge.doneJoin,
  Edge.endJoin,
  -1,
  Edge.endJoin,
  Edge.finishResult,
  Edge.endJoin,
  -1,
  -1,
  Edge.endJoin,
  Edge.endJoin,
];

export type WaitTarget = "none" | "resource" | "lane" | "process" | "pool" | "io";

/** What `Waits.object` is the index or number of. Index = WaitOp. */
export const WAIT_TARGET: readonly WaitTarget[] = [
  "none",
  "resource",
  "resource",
  "resource",
  "resource",
  "resource",
  "resource",
  "resource",
  "resource",
  "lane",
  "none",
  "process",
  "pool",
  "pool",
  "pool",
  "io",
  "lane",
  "none",
];

/** Index = what stands above the five bits of an object's kind; 0 = by the kind. */
const FAMILIES = ["", "multiprocessing", "asyncio"] as const;

/** The Python module that a kind of resource comes from. */
export function moduleOf(kind: ResourceKind, family = 0): string {
  if (FAMILIES[family]) return FAMILIES[family];
  switch (kind) {
    case "queue":
    case "lifo-queue":
    case "priority-queue":
    case "simple-queue":
      return "queue";
    case "joinable-queue":
    case "pipe":
      return "multiprocessing";
    default:
      return "threading";
  }
}
