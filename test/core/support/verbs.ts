/** What each verb of a drawing (see draw.ts) writes. */
import { RecordKind, WaitOp, WaitResult } from "../../../core/trace/types";
import { type DrawnLane, type DrawnObject, kindNumber, type Stage, type Step } from "./stage";
import { CHILD_VERBS } from "./verbs-children";
import { POOL_VERBS } from "./verbs-pools";
import { TASK_VERBS } from "./verbs-tasks";

export type Verb = (stage: Stage, lane: DrawnLane, step: Step) => void;

const ALL = 2 ** 40 - 1;
const isSemaphore = ({ kind }: DrawnObject): boolean => kind.includes("semaphore");
const isQueue = ({ kind }: DrawnObject): boolean => kind.endsWith("queue") || kind === "pipe";
/** Of a pipe a record tells the end, else how many items there are. */
const end = ({ kind, value }: DrawnObject, { rest }: Step): number => (kind === "pipe" ? Number(rest[1]) : value);

export function instant(lane: DrawnLane, step: Step, kind: number, arg: number, object: number, seq: number): void {
  lane.writer.instant(kind, step.timeNs, arg, object, seq, lane.site);
}

export function beginWait(
  lane: DrawnLane,
  step: Step,
  op: number,
  target: string,
  object: DrawnObject | null,
  id = 0,
): void {
  const holder = object === null || op !== WaitOp.lock ? undefined : object.holder;
  lane.openWaits.set(target, lane.writer.wait(step.timeNs, null, op, object?.id ?? id, lane.site, holder));
  if (object !== null) object.waiting++;
}

/** Ends the wait on `target`, if there is one. */
export function endWait(stage: Stage, lane: DrawnLane, step: Step, target: string, result: number): void {
  const record = lane.openWaits.get(target);
  if (record === undefined) return;
  lane.openWaits.delete(target);
  lane.writer.end(record, step.timeNs, result);
  if (stage.hasObject(target)) stage.object(target).waiting--;
}

function hold(lane: DrawnLane, step: Step, name: string, object: DrawnObject): void {
  object.holds++;
  object.depth = 1;
  object.holder = { lane: lane.id, site: lane.site };
  lane.openHolds.set(name, lane.writer.hold(step.timeNs, null, object.id, object.holds, lane.site));
}

function permit(lane: DrawnLane, step: Step, object: DrawnObject): void {
  object.value--;
  object.permits++;
  instant(lane, step, RecordKind.permit, object.value, object.id, object.permits);
}

const acquire: Verb = (stage, lane, step) => {
  const name = step.rest[0];
  const object = stage.object(name);
  endWait(stage, lane, step, name, WaitResult.got);
  if (isSemaphore(object)) permit(lane, step, object);
  else if (isQueue(object)) takeItem(lane, step, object);
  else hold(lane, step, name, object);
};

function takeItem(lane: DrawnLane, step: Step, object: DrawnObject): void {
  object.gets++;
  object.value--;
  instant(lane, step, RecordKind.get, end(object, step), object.id, object.gets);
  if (step.rest.length > 1 && object.kind !== "pipe")
    instant(lane, step, RecordKind.took, Number(step.rest[1]), object.id, object.gets);
}

const want: Verb = (stage, lane, step) => {
  const object = stage.object(step.rest[0]);
  beginWait(lane, step, isSemaphore(object) ? WaitOp.semaphore : WaitOp.lock, step.rest[0], object);
};

const release: Verb = (stage, lane, step) => {
  const [name, permits = "1"] = step.rest;
  const object = stage.object(name);
  if (isSemaphore(object)) {
    object.value += Number(permits);
    instant(lane, step, RecordKind.release, object.value, object.id, Number(permits));
    return;
  }
  const record = lane.openHolds.get(name);
  if (record === undefined) throw new Error(`${step.lane} does not hold ${name}`);
  lane.openHolds.delete(name);
  lane.writer.end(record, step.timeNs);
  object.holder = { lane: 0, site: { code: 0, lasti: 0 } };
};

const awaits: Verb = (stage, lane, step) => {
  const object = stage.object(step.rest[0]);
  const op = isQueue(object)
    ? WaitOp.get
    : { condition: WaitOp.condition, event: WaitOp.event, barrier: WaitOp.barrier }[object.kind];
  if (op === undefined) throw new Error(`nobody awaits a ${object.kind}`);
  if (object.kind === "barrier") lane.arrival = object.arrived++;
  beginWait(lane, step, op, step.rest[0], object);
};

const pass: Verb = (stage, lane, step) => {
  const name = step.rest[0];
  const object = stage.object(name);
  const waited = lane.openWaits.has(name);
  endWait(stage, lane, step, name, WaitResult.got);
  if (object.kind !== "barrier") {
    instant(lane, step, RecordKind.passed, 0, object.id, 0);
    return;
  }
  if (step.rest[1] !== undefined) {
    instant(lane, step, RecordKind.passed, Number(step.rest[1]), object.id, 0);
    return;
  }
  if (!waited) lane.arrival = object.arrived++;
  instant(lane, step, RecordKind.passed, lane.arrival, object.id, object.generation);
  object.passed++;
  if (object.passed === object.parameter) {
    object.generation++;
    object.arrived = 0;
    object.passed = 0;
  }
};

const put: Verb = (stage, lane, step) => {
  const object = stage.object(step.rest[0]);
  endWait(stage, lane, step, step.rest[0], WaitResult.got);
  object.puts++;
  object.unfinished++;
  object.value++;
  instant(lane, step, RecordKind.put, end(object, step), object.id, object.puts);
};

const notify: Verb = (stage, lane, step) => {
  const [name, asked = "1"] = step.rest;
  const object = stage.object(name);
  const count = asked === "all" ? ALL : Number(asked);
  instant(lane, step, RecordKind.notify, Math.min(count, object.waiting), object.id, count);
};

const join: Verb = (stage, lane, step) => {
  const name = step.rest[0];
  if (stage.hasObject(name)) beginWait(lane, step, WaitOp.queueJoin, name, stage.object(name));
  else beginWait(lane, step, WaitOp.threadJoin, name, null, name === "all" ? 0 : stage.lane(name, step.timeNs).id);
};

const ended =
  (result: number): Verb =>
  (stage, lane, step) =>
    endWait(stage, lane, step, step.rest[0], result);

const objectInstant =
  (kind: number, arg = 0, seq = 0): Verb =>
  (stage, lane, step) =>
    instant(lane, step, kind, arg, stage.object(step.rest[0]).id, seq);

const create: Verb = (stage, lane, step) => {
  const [kind, name, parameter = kind.includes("semaphore") ? "1" : "0"] = step.rest;
  const value = kind === "condition" && parameter !== "0" ? stage.object(parameter).id : Number(parameter);
  const object = stage.create(lane, kind, name, value);
  instant(lane, step, RecordKind.created, value * 256 + kindNumber(kind), object.id, 0);
};

export const VERBS: Record<string, Verb> = {
  ...POOL_VERBS,
  ...TASK_VERBS,
  ...CHILD_VERBS,
  shares: (stage, _lane, { rest: [name, key] }) => stage.share(name, key),
  feeds: (stage, lane, step) => {
    const { id } = stage.object(step.rest[0]);
    instant(lane, step, RecordKind.sent, Number(step.rest[1]), id, 0);
  },
  creates: create,
  acquires: acquire,
  wants: want,
  gets: acquire,
  releases: release,
  "re-enters": (stage, lane, step) => {
    const object = stage.object(step.rest[0]);
    object.depth++;
    instant(lane, step, RecordKind.reentry, object.depth, object.id, object.holds);
  },
  leaves: (stage, _lane, step) => {
    stage.object(step.rest[0]).depth--;
  },
  awaits,
  passes: pass,
  wakes: ended(WaitResult.got),
  notifies: notify,
  sets: objectInstant(RecordKind.set),
  clears: objectInstant(RecordKind.clear),
  puts: put,
  stalls: (stage, lane, step) => beginWait(lane, step, WaitOp.put, step.rest[0], stage.object(step.rest[0])),
  finishes: (stage, lane, step) => {
    const object = stage.object(step.rest[0]);
    object.unfinished--;
    instant(lane, step, RecordKind.taskDone, object.unfinished, object.id, 0);
  },
  joins: join,
  joined: ended(WaitResult.got),
  "gives-up": ended(WaitResult.timedOut),
  interrupted: ended(WaitResult.exception),
  fails: ended(WaitResult.failed),
  misses: objectInstant(RecordKind.missed, WaitOp.lock, 1),
  "over-releases": objectInstant(RecordKind.overRelease),
  counts: (stage, lane, step) => {
    const [name, ...totals] = step.rest;
    const { id } = stage.object(name);
    instant(lane, step, RecordKind.counted, 0, id, 0);
    lane.process.cells.set(id, [...totals.map(Number), 0, 0, 0, 0, 0, 0, 0, 0].slice(0, 8));
  },
  starts: (stage, lane, step) => {
    const [name, ...flags] = step.rest;
    const child = stage.lane(name, step.timeNs, false, flags.includes("daemon"), flags.includes("internal"));
    instant(lane, step, RecordKind.threadStart, child.id, 0, 0);
  },
  begins: () => {},
  sleeps: (_stage, lane, step) => {
    const askedNs = Number(step.rest[0]) * 1000;
    lane.writer.wait(
      step.timeNs,
      step.timeNs + askedNs,
      WaitOp.sleep,
      0,
      lane.site,
      undefined,
      WaitResult.got,
      askedNs,
    );
  },
  ends: (_stage, lane, step) => instant(lane, step, RecordKind.laneEnd, 0, 0, 0),
  loses: (_stage, lane, step) => {
    lane.process.lost.set(lane.id, Number(step.rest[0]));
  },
};
