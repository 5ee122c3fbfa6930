/** Recordings that no program would make, for properties that must hold of every recording. */
import fc from "fast-check";
import { RecordKind, WaitOp } from "../../../core/trace/types";
import { WAIT_TARGET } from "../../../core/trace/vocabulary";
import { arbitraryLosses } from "./arbitrary-losses";
import { draw } from "./draw";
import { Drawing, type DrawnProcess } from "./drawing";
import { CLOCK_AT_START_NS, LaneWriter, NO_SITE } from "./records";

const OBJECTS = 4;
const EVENT_KINDS = [17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29];

type Step =
  | { type: "hold"; gap: number; object: number; length: number | null; seq: number }
  | { type: "wait"; gap: number; op: number; object: number; length: number | null; result: number }
  | { type: "instant"; gap: number; kind: number; object: number; arg: number; seq: number }
  | { type: "create"; gap: number; object: number; kind: number }
  | { type: "pool"; gap: number; kind: number; job: number; index: number; items: number }
  | { type: "item"; gap: number; job: number; index: number; offset: number; length: number | null; result: number }
  | { type: "task"; gap: number; kind: number; task: number; op: number; object: number; how: number }
  | { type: "sample"; gap: number; cpuNs: number; found: number }
  | { type: "count"; gap: number; object: number; totals: number[] };

/** The object that is a pool. */
const POOL = 9;
const POOL_RECORDS = [
  RecordKind.submitted,
  RecordKind.handed,
  RecordKind.cancelled,
  RecordKind.done,
  RecordKind.worker,
];
/** Tasks of lane n are 100 n and 100 n + 1: each is run by one thread. */
const firstTask = (lane: number): number => 100 * (lane + 1);

const gap = fc.integer({ min: 0, max: 50 });
const object = fc.integer({ min: 1, max: OBJECTS });
const length = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
const ofThreads: fc.Arbitrary<Step>[] = [
  fc.record({ type: fc.constant("hold" as const), gap, object, length, seq: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    type: fc.constant("wait" as const),
    gap,
    op: fc.integer({ min: WaitOp.lock, max: WaitOp.tasks }),
    object,
    length,
    result: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    type: fc.constant("instant" as const),
    gap,
    kind: fc.constantFrom(...EVENT_KINDS),
    object,
    arg: fc.integer({ min: 0, max: 5 }),
    seq: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ type: fc.constant("create" as const), gap, object, kind: fc.integer({ min: 1, max: 11 }) }),
  fc.record({
    type: fc.constant("count" as const),
    gap,
    object,
    totals: fc.array(fc.nat(2 ** 30), { minLength: 8, maxLength: 8 }),
  }),
];
const ofOthers: fc.Arbitrary<Step>[] = [
  fc.record({
    type: fc.constant("pool" as const),
    gap,
    kind: fc.constantFrom(...POOL_RECORDS),
    job: fc.integer({ min: 1, max: 3 }),
    index: fc.nat(3),
    items: fc.nat(4),
  }),
  fc.record({
    type: fc.constant("item" as const),
    gap,
    job: fc.integer({ min: 1, max: 3 }),
    index: fc.nat(3),
    offset: fc.nat(2),
    length,
    result: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    type: fc.constant("task" as const),
    gap,
    kind: fc.constantFrom(RecordKind.taskStart, RecordKind.step, RecordKind.stepEnd),
    task: fc.nat(1),
    op: fc.integer({ min: 0, max: WaitOp.tasks }),
    object,
    how: fc.constantFrom(0, 0, 0, 1),
  }),
  fc.record({
    type: fc.constant("sample" as const),
    gap,
    cpuNs: fc.integer({ min: 1, max: 900 }),
    found: fc.constantFrom(0, 8, 255),
  }),
];

interface LanePlan {
  startNs: number;
  steps: Step[];
  ends: boolean;
  lost: number;
}

const lanePlan = (steps: fc.Arbitrary<Step>[]): fc.Arbitrary<LanePlan> =>
  fc.record({
    startNs: fc.integer({ min: 0, max: 200 }),
    steps: fc.array(fc.oneof(...steps), { maxLength: 30 }),
    ends: fc.boolean(),
    lost: fc.constantFrom(0, 0, 0, 7),
  });

interface ProcessPlan {
  lanes: LanePlan[];
  losses: string[];
}

const recordingOf = (steps: fc.Arbitrary<Step>[]): fc.Arbitrary<Drawing> =>
  fc
    .array(fc.record({ lanes: fc.array(lanePlan(steps), { minLength: 1, maxLength: 4 }), losses: arbitraryLosses }), {
      minLength: 1,
      maxLength: 2,
    })
    .map(toDrawing);

/**
 * One or two processes of up to four lanes, on four objects each, some with lost updates. As in real ones an object is created once and no two of its
 * holds have one number; nothing else makes sense in them.
 */
export const arbitraryRecording: fc.Arbitrary<Drawing> = recordingOf(ofThreads);

/** The same with items of pools, tasks and samples among it. */
export const arbitraryWideRecording: fc.Arbitrary<Drawing> = recordingOf([...ofThreads, ...ofOthers]);

function toDrawing(plans: ProcessPlan[]): Drawing {
  const drawing = new Drawing();
  plans.forEach(({ lanes, losses }, index) => {
    // The side tables of a drawn process, without its records.
    const [template] = draw(index === 0 ? "0 Main begins" : "0 Root begins\n0 child/Main begins").processes.slice(-1);
    const process: DrawnProcess = {
      ...template,
      meta: [...template.meta, ...losses],
      lanes: new Map(),
      lost: new Map(),
      cells: new Map(),
      heartbeatNs: 500,
    };
    drawing.processes.push(process);
    const created = new Set<number>();
    lanes.forEach((plan, i) => {
      const writer = new LaneWriter();
      process.lanes.set(i + 1, writer);
      writeLane(writer, plan, i, created, process);
      if (plan.lost > 0) process.lost.set(i + 1, plan.lost);
    });
  });
  return drawing;
}

function writeLane(
  writer: LaneWriter,
  { startNs, steps, ends }: LanePlan,
  lane: number,
  created: Set<number>,
  process: DrawnProcess,
): void {
  let nowNs = startNs;
  writer.instant(RecordKind.laneStart, nowNs, 0, 0, 0, NO_SITE);
  for (const step of steps) {
    nowNs += step.gap;
    const site = { code: 1, lasti: 2 * ("object" in step ? step.object : 1) };
    switch (step.type) {
      case "hold":
        writer.hold(nowNs, step.length === null ? null : nowNs + step.length, step.object, 10 * step.seq + lane, site);
        break;
      case "wait": {
        const endNs = step.length === null ? null : nowNs + step.length;
        const holder = { lane: step.object, site };
        writer.wait(nowNs, endNs, step.op, step.object, site, holder, endNs === null ? 0 : step.result, 3);
        break;
      }
      case "instant":
        writer.instant(step.kind, nowNs, step.arg, step.object, step.seq, site);
        break;
      case "count":
        process.cells.set(step.object, step.totals);
        writer.instant(RecordKind.counted, nowNs, 0, step.object, 0, site);
        break;
      case "pool": {
        const word = step.items * 2 ** 32 + step.index;
        const hi = step.kind === RecordKind.done ? word * 2 : word;
        writer.instant(step.kind, nowNs, step.kind === RecordKind.worker ? 0 : hi, POOL, step.job, site);
        break;
      }
      case "item": {
        const record = writer.item(nowNs, POOL, step.job, step.index, step.offset, 1, site);
        if (step.length !== null) writer.end(record, nowNs + step.length, step.result);
        break;
      }
      case "task": {
        const task = firstTask(lane) + step.task;
        if (step.kind === RecordKind.stepEnd) {
          const target = WAIT_TARGET[step.op] === "pool" ? POOL * 2 ** 40 + step.object : step.object;
          writer.instant(step.kind, nowNs, target, task, step.how * 256 + step.op, site);
        } else {
          const told = step.kind === RecordKind.step ? CLOCK_AT_START_NS + nowNs - (step.gap % 9) : step.object * 2 + 1;
          writer.instant(step.kind, nowNs, told, task, lane + 1, site);
        }
        break;
      }
      case "sample":
        writer.instant(RecordKind.sample, nowNs, step.cpuNs, lane + 1, step.found, site);
        break;
      case "create":
        if (created.has(step.object)) break;
        created.add(step.object);
        writer.instant(RecordKind.created, nowNs, (2 << 8) | step.kind, step.object, 0, site);
        break;
    }
  }
  if (ends) writer.instant(RecordKind.laneEnd, nowNs, 0, 0, 0, NO_SITE);
}
