/** What verbs of pools write (see draw.ts). */
import { HIGH } from "../../../core/trace/decode";
import { ItemResult } from "../../../core/trace/raw-pools";
import { RecordKind, WaitOp, WaitResult } from "../../../core/trace/types";
import type { DrawnLane, Stage, Step } from "./stage";
import { endWait, instant, type Verb } from "./verbs";

const numbers = (rest: readonly string[]): number[] => rest.slice(1).map(Number);

const ended =
  (result: number): Verb =>
  (_stage, lane, step) => {
    const key = `item of ${step.rest[0]}`;
    lane.writer.end(lane.openWaits.get(key)!, step.timeNs, result);
    lane.openWaits.delete(key);
  };

function wait(stage: Stage, lane: DrawnLane, step: Step, op: number, told = 0): void {
  const { id } = stage.object(step.rest[0]);
  const holder = { lane: 0, site: { code: Math.floor(told / HIGH), lasti: told % HIGH } };
  lane.openWaits.set(step.rest[0], lane.writer.wait(step.timeNs, null, op, id, lane.site, holder));
}

export const POOL_VERBS: Record<string, Verb> = {
  submits: (stage, lane, step) => {
    const [job, items, chunk = 0] = numbers(step.rest);
    instant(lane, step, RecordKind.submitted, chunk * HIGH + items, stage.object(step.rest[0]).id, job);
  },
  hands: (stage, lane, step) => {
    const [job, index, items = 1] = numbers(step.rest);
    instant(lane, step, RecordKind.handed, items * HIGH + index, stage.object(step.rest[0]).id, job);
  },
  cancels: (stage, lane, step) => {
    const [job, index, items = 1] = numbers(step.rest);
    instant(lane, step, RecordKind.cancelled, items * HIGH + index, stage.object(step.rest[0]).id, job);
  },
  receives: (stage, lane, step) => {
    const [job, index, items] = numbers(step.rest);
    const failed = step.rest[4] === "failed" ? 1 : 0;
    instant(lane, step, RecordKind.done, items * 2 * HIGH + index * 2 + failed, stage.object(step.rest[0]).id, job);
  },
  "reads-error": (stage, lane, step) => {
    const [job, index = 0, items = 0] = numbers(step.rest);
    instant(lane, step, RecordKind.errorRead, items * HIGH + index, stage.object(step.rest[0]).id, job);
  },
  "reads-result": (stage, lane, step) => {
    const [job] = numbers(step.rest);
    instant(lane, step, RecordKind.learned, stage.object(step.rest[0]).id * 2 ** 40 + job, 0, WaitOp.future);
  },
  "works-for": (stage, lane, step) => instant(lane, step, RecordKind.worker, 0, stage.object(step.rest[0]).id, 0),
  runs: (stage, lane, step) => {
    const [job, index, offset = 0, items = 1] = numbers(step.rest);
    const { id } = stage.object(step.rest[0]);
    lane.openWaits.set(
      `item of ${step.rest[0]}`,
      lane.writer.item(step.timeNs, id, job, index, offset, items, lane.site),
    );
  },
  returns: ended(ItemResult.done),
  raises: ended(ItemResult.raised),
  idles: (stage, lane, step) => wait(stage, lane, step, WaitOp.idle),
  "needs-result": (stage, lane, step) => wait(stage, lane, step, WaitOp.future, Number(step.rest[1] ?? 0)),
  "joins-pool": (stage, lane, step) => wait(stage, lane, step, WaitOp.poolJoin),
  "goes-on": (stage, lane, step) => endWait(stage, lane, step, step.rest[0], WaitResult.got),
};
