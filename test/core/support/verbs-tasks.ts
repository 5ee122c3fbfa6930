/** What verbs of tasks and of the sampler write (see draw.ts). */
import { RecordKind, WaitOp } from "../../../core/trace/types";
import { CLOCK_AT_START_NS } from "./records";
import type { DrawnLane, Stage, Step } from "./stage";
import { instant, type Verb } from "./verbs";

const HOW = ["suspended", "returned", "raised", "cancelled"];

function begin(stage: Stage, lane: DrawnLane, step: Step): void {
  const [name, ready, waker] = step.rest;
  const readyNs = ready === undefined ? step.timeNs : Number(ready) * 1000;
  const by = stage.whose(lane, waker, step.timeNs);
  instant(lane, step, RecordKind.step, CLOCK_AT_START_NS + readyNs, stage.task(lane, name), by);
}

/** What word 1 tells of a wait: an object, a task or thread, how long. */
function target(stage: Stage, lane: DrawnLane, step: Step, op: string): number {
  const what = step.rest[2];
  if (what === undefined) return 0;
  if (op === "task") return stage.whose(lane, what, step.timeNs);
  return op === "sleep" ? Number(what) * 1000 : op === "io" ? Number(what) : stage.object(what).id;
}

export const TASK_VERBS: Record<string, Verb> = {
  "creates-task": (stage, lane, step) => {
    const [name, creator] = step.rest;
    const id = stage.task(lane, name);
    lane.process.meta.push(JSON.stringify({ k: "text", id, text: name }));
    const by = creator === undefined ? lane.id : stage.whose(lane, creator, step.timeNs);
    lane.writer.instant(RecordKind.taskStart, step.timeNs, id * 2, id, by, { ...lane.site, lasti: 0 });
  },
  steps: begin,
  suspends: (stage, lane, step) => {
    const [name, op] = step.rest;
    const number = op === undefined ? 0 : WaitOp[op as keyof typeof WaitOp];
    const told = op === undefined ? 0 : target(stage, lane, step, op);
    instant(lane, step, RecordKind.stepEnd, told, stage.task(lane, name), number);
  },
  "ends-task": (stage, lane, step) => {
    const [name, how = "returned"] = step.rest;
    instant(lane, step, RecordKind.stepEnd, 0, stage.task(lane, name), HOW.indexOf(how) * 256);
  },
  samples: (stage, lane, step) => {
    const [name, cpuUs, found = "0"] = step.rest;
    instant(lane, step, RecordKind.sample, Number(cpuUs) * 1000, stage.lane(name, step.timeNs).id, Number(found));
  },
};
