/** What verbs of child processes write (see draw.ts). Drawn processes have the pids 1000, 1001, … in the order in which they begin. */
import { WaitOp, WaitResult } from "../../../core/trace/types";
import { CLOCK_AT_START_NS } from "./records";
import { endWait, type Verb } from "./verbs";

export const CHILD_VERBS: Record<string, Verb> = {
  launches: (_stage, lane, step) => {
    const [pid, name, ...reason] = step.rest;
    const row = { k: "child", pid: Number(pid), method: "spawn", name, argv: ["python", name], lane: lane.id };
    const at = { ns: CLOCK_AT_START_NS + step.timeNs, code: lane.site.code, lasti: lane.site.lasti };
    lane.process.meta.push(JSON.stringify({ ...row, ...at, notTraced: reason.join(" ") || null }));
  },
  "learns-exit": (_stage, lane, step) => {
    const [pid, exitCode] = step.rest.map(Number);
    const ns = CLOCK_AT_START_NS + step.timeNs;
    lane.process.meta.push(JSON.stringify({ k: "childEnd", pid, exitCode, ns }));
  },
  "joins-process": (_stage, lane, step) => {
    const pid = Number(step.rest[0]);
    const told = { lane: 0, site: { code: 0, lasti: pid } };
    lane.openWaits.set(`pid ${pid}`, lane.writer.wait(step.timeNs, null, WaitOp.processJoin, 0, lane.site, told));
  },
  "joined-process": (stage, lane, step) => endWait(stage, lane, step, `pid ${step.rest[0]}`, WaitResult.got),
};
