/** Processes and lanes: who lived from when to when. */
import type { ProcessTables } from "../process-tables";
import type { RawLane } from "../raw";
import type { Lane, Process } from "../types";
import { laneStart, type Order } from "./order";
import { notObservedBy } from "./races";

/** What the host knows of the run; the exit code is the root process's. */
export interface RootExit {
  exitCode: number | null;
}

export function deriveProcesses(order: Order, { exitCode }: RootExit): Process[] {
  return order.processes.map((process, rank) => ({
    pid: process.row?.pid ?? pidInName(process.name),
    parentPid: process.row?.ppid ?? 0,
    name: nameOfProcess(process),
    startMethod: process.row?.startMethod ?? "main",
    exitCode: rank === 0 ? exitCode : null,
    traced: process.notTracedReason === null,
    notTracedReason: process.notTracedReason,
    startNs: Math.max(0, finiteOr(process.startNs - order.originNs, 0)),
    endNs: Math.max(0, finiteOr(process.lastNs - order.originNs, 0)),
    notes: [...process.notes],
    observer: process.races.tier,
    notObserved: notObservedBy(process),
  }));
}

/** `process-<pid>-<n>` */
const pidInName = (name: string): number => Number(/^process-(\d+)-/.exec(name)?.[1] ?? 0);

function nameOfProcess({ row, name }: ProcessTables): string {
  const script = row?.argv[0] ?? "";
  if (script === "-m") return moduleIn(row?.orig ?? []) ?? script;
  const last = script.split(/[\\/]/).pop();
  return last === undefined || last === "" ? name : last;
}

/** MODULE of `python -m MODULE`: at start-up `argv` does not have it yet. Null before 3.10, which does not keep the command. */
function moduleIn(orig: readonly string[]): string | null {
  const at = orig.findIndex((word, index) => index > 0 && word.startsWith("-m"));
  const module = orig[at] === "-m" ? orig[at + 1] : orig[at]?.slice(2);
  return module || null;
}

export function deriveLanes(order: Order, tables: readonly ProcessTables[], processes: readonly Process[]): Lane[] {
  return order.lanes.map((lane) => {
    const process = order.processRank[lane.process];
    const startNs = Math.max(0, finiteOr(laneStart(lane, tables) - order.originNs, 0));
    const ended = !Number.isNaN(lane.endedNs);
    const lastNs = ended ? Math.max(lane.endedNs, lane.lastNs) - order.originNs : processes[process].endNs;
    return {
      kind: "thread",
      name: lane.name ?? `thread ${lane.id}`,
      process,
      pid: processes[process].pid,
      pool: null,
      internal: lane.internal,
      daemon: lane.daemon,
      startNs,
      endNs: Math.max(startNs, finiteOr(lastNs, startNs)),
      ended,
      dropped: lane.lost,
      parent: lane.parent < 0 ? -1 : order.laneIndex[lane.parent],
      loop: -1,
      coroutine: null,
      cpuNs: null,
    } satisfies Lane;
  });
}

/** From when on nothing is known of a lane that lost records, which it does at its end. Infinity = nothing is lost. */
export const silentFrom = (lane: RawLane, order: Order): number =>
  lane.lost === 0 && !lane.cutOff ? Number.POSITIVE_INFINITY : Math.max(0, finiteOr(lane.lastNs - order.originNs, 0));

const finiteOr = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise);
