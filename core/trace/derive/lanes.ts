/** Processes and lanes: who lived from when to when. */
import type { ProcessTables } from "../process-tables";
import type { Lane, Process } from "../types";
import type { Child } from "./children";
import type { Order, OrderedLane, OrderedProcess } from "./order";
import { notObservedBy } from "./races";
import { coroutineOf, taskName } from "./task-names";

/** What the host knows of the run; the exit code is the root process's. */
export interface RootExit {
  exitCode: number | null;
}

/** @param noRecording why a child is not traced that should have been */
export function deriveProcesses(order: Order, { exitCode }: RootExit, noRecording: string): Process[] {
  const replaced = new Set(order.processes.map(({ became }) => became));
  return order.processes.map((row) => {
    const { tables, child } = row;
    if (tables === null) return untracedProcess(child!, order, noRecording);
    // Who was replaced did not end: the last under its number has the exit code.
    const first = firstOf(row, order);
    const ended = first === order.processes[0] ? exitCode : (first.child?.end?.exitCode ?? null);
    const process = recordedProcess(tables, first.child, order, replaced.has(tables) ? null : ended);
    return row.became === null ? process : { ...process, name: nameOfProcess(tables), startMethod: "exec" };
  });
}

/** The process that became this one, in any number of steps. */
function firstOf(row: OrderedProcess, order: Order): OrderedProcess {
  let first = row;
  while (first.became !== null) first = order.processes[order.processRank[first.became.index]];
  return first;
}

function recordedProcess(process: ProcessTables, child: Child | null, order: Order, exitCode: number | null): Process {
  return {
    pid: process.row?.pid ?? pidInName(process.name),
    // Of a child of the fork server that server is the parent, which is in no recording: who asked for it counts.
    parentPid: child?.parent.row?.pid ?? process.row?.ppid ?? 0,
    name: child?.row.name || nameOfProcess(process),
    startMethod: process.row?.startMethod ?? "main",
    exitCode,
    traced: process.notTracedReason === null,
    notTracedReason: process.notTracedReason,
    startNs: Math.max(0, finiteOr(process.startNs - order.originNs, 0)),
    endNs: Math.max(0, finiteOr(process.lastNs - order.originNs, 0)),
    notes: [...process.notes],
    ...(process.handsOverUnseen ? { handsOverUnseen: true } : {}),
    observer: process.races.tier,
    notObserved: notObservedBy(process),
    ...(process.row?.cpus ? { processors: process.row.cpus } : {}),
    ...(process.looks === null ? {} : { looks: process.looks }),
    ...(process.row?.errors ? { areErrorReadsKnown: true as const } : {}),
  };
}

/** It lived from its start to its end; as long as its parent is known to, where nobody learned of that. */
function untracedProcess({ parent, row, end }: Child, { originNs }: Order, noRecording: string): Process {
  const startNs = Math.max(0, row.timeNs - originNs);
  return {
    pid: row.pid,
    parentPid: parent.row?.pid ?? 0,
    name: row.name || lastPart(row.argv[0] ?? "") || `process ${row.pid}`,
    startMethod: row.method,
    exitCode: end?.exitCode ?? null,
    traced: false,
    notTracedReason: row.notTraced ?? noRecording,
    startNs,
    endNs: Math.max(startNs, finiteOr((end?.timeNs ?? parent.lastNs) - originNs, 0)),
    notes: [],
    observer: null,
    notObserved: [],
  };
}

/** `process-<pid>-<n>` */
const pidInName = (name: string): number => Number(/^process-(\d+)-/.exec(name)?.[1] ?? 0);

function nameOfProcess({ row, name }: ProcessTables): string {
  const script = row?.argv[0] ?? "";
  if (script === "-m") return moduleIn(row?.orig ?? []) ?? script;
  return lastPart(script) || name;
}

const lastPart = (path: string): string => path.split(/[\\/]/).pop() ?? "";

/** MODULE of `python -m MODULE`: at start-up `argv` does not have it yet. Null before 3.10, which does not keep the command. */
function moduleIn(orig: readonly string[]): string | null {
  const at = orig.findIndex((word, index) => index > 0 && word.startsWith("-m"));
  const module = orig[at] === "-m" ? orig[at + 1] : orig[at]?.slice(2);
  return module || null;
}

export function deriveLanes(order: Order, tables: readonly ProcessTables[], processes: readonly Process[]): Lane[] {
  return order.lanes.map(({ raw, process, startNs: rawStartNs }) => {
    if (raw === null) return processLane(process, processes[process]);
    const startNs = Math.max(0, finiteOr(rawStartNs - order.originNs, 0));
    const ended = !Number.isNaN(raw.endedNs);
    const lastNs = ended ? Math.max(raw.endedNs, raw.lastNs) - order.originNs : processes[process].endNs;
    const coroutine = raw.task === null ? null : coroutineOf(raw.task, tables[raw.process], tables);
    return {
      kind: raw.task === null ? "thread" : "task",
      name: raw.task === null ? (raw.name ?? `thread ${raw.id}`) : taskName(raw, coroutine, tables),
      process,
      pid: processes[process].pid,
      pool: null,
      internal: raw.internal,
      daemon: raw.daemon,
      startNs,
      endNs: Math.max(startNs, finiteOr(lastNs, startNs)),
      ended,
      dropped: raw.lost,
      parent: raw.parent < 0 ? -1 : order.laneIndex[raw.parent],
      loop: raw.task === null ? -1 : order.laneIndex[raw.task.thread],
      coroutine,
      cpuNs: null,
    } satisfies Lane;
  });
}

/** A process that recorded nothing stands for its threads. */
function processLane(process: number, { name, pid, startNs, endNs, exitCode }: Process): Lane {
  return {
    kind: "process",
    name,
    process,
    pid,
    pool: null,
    internal: false,
    daemon: false,
    startNs,
    endNs,
    ended: exitCode !== null,
    dropped: 0,
    parent: -1,
    loop: -1,
    coroutine: null,
    cpuNs: null,
  };
}

/** From when on nothing is known of a lane that lost records, which it does at its end. Infinity = nothing is lost. */
export function silentFrom({ raw, startNs }: OrderedLane, { originNs }: Order): number {
  if (raw === null) return Math.max(0, startNs - originNs);
  if (raw.lost === 0 && !raw.cutOff) return Number.POSITIVE_INFINITY;
  return Math.max(0, finiteOr(raw.lastNs - originNs, 0));
}

const finiteOr = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise);
