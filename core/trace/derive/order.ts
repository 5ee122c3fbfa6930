/**
 * The order of a snapshot's tables. It follows from the recording alone, not from the order in which its parts were read, so
 * that a run followed live, the same run read at once, and its saved file give equal tables. Ordered by time, tables mostly
 * grow at their end while a run is followed.
 */
import { allRows } from "../column";
import type { ProcessTables } from "../process-tables";
import type { RawLane, RawTables } from "../raw";
import { type Child, childrenOf } from "./children";
import { predecessors } from "./predecessors";
import { lineage } from "./sites";

/** A row of `Trace.processes`: one that recorded, or a child that did not. */
export interface OrderedProcess {
  tables: ProcessTables | null;
  /** As what its parent started it; null where nobody told. */
  child: Child | null;
  /** Which process replaced itself by this one (exec); null = none did. */
  became: ProcessTables | null;
  startNs: number;
}

/** A row of `Trace.lanes`: one of the recording, or a child that did not record. */
export interface OrderedLane {
  raw: RawLane | null;
  /** Index in `Trace.processes`. */
  process: number;
  startNs: number;
}

export interface Order {
  /** Subtract from a raw time: the start of the trace. */
  originNs: number;
  /** By start; `processRank[raw process]` = index in `Trace.processes`. */
  processes: OrderedProcess[];
  processRank: Uint32Array;
  /** By start; `laneIndex[raw lane]` = index in `Trace.lanes`, −1 = it is ours. */
  lanes: OrderedLane[];
  laneIndex: Int32Array;
  /** Raw objects by creation. */
  objects: Uint32Array;
}

export function orderOf(raw: RawTables, tables: readonly ProcessTables[]): Order {
  const children = childrenOf(tables);
  const childOf = new Map(children.flatMap((child) => (child.tables === null ? [] : [[child.tables, child]])));
  const became = predecessors(tables, childOf);
  const processes: OrderedProcess[] = [
    ...tables.map((each) => ({
      tables: each,
      child: childOf.get(each) ?? null,
      became: became.get(each) ?? null,
      startNs: knownOr(each.startNs, each.lastNs),
    })),
    ...children
      .filter(({ isUntraced }) => isUntraced)
      .map((child) => ({ tables: null, child, became: null, startNs: child.row.timeNs })),
  ];
  processes.sort((a, b) => compare(a.startNs, b.startNs) || compareNames(nameOf(a), nameOf(b)));
  const processRank = new Uint32Array(tables.length);
  processes.forEach((process, rank) => {
    if (process.tables !== null) processRank[process.tables.index] = rank;
  });
  const { lanes, laneIndex } = orderLanes(raw, tables, processes, processRank);

  const { createdNs, process, id } = raw.objects;
  const objects = allRows(raw.objects.length).sort(
    (a, b) => compare(createdNs[a], createdNs[b]) || processRank[process[a]] - processRank[process[b]] || id[a] - id[b],
  );

  return {
    originNs: origin(tables, raw),
    processes,
    processRank,
    lanes,
    laneIndex,
    objects,
  };
}

/** Ties are decided by the folder, then the pid: both are in the recording. */
const nameOf = ({ tables, child }: OrderedProcess): string => tables?.name ?? `untraced-${child?.row.pid ?? 0}`;

function orderLanes(
  raw: RawTables,
  tables: readonly ProcessTables[],
  processes: readonly OrderedProcess[],
  processRank: Uint32Array,
): Pick<Order, "lanes" | "laneIndex"> {
  const rows: (OrderedLane & { index: number })[] = [];
  const elsewhere: [number, number][] = [];
  raw.lanes.forEach((lane, index) => {
    if (isOurs(lane)) return;
    const original = ofAncestor(lane, raw, tables);
    if (original >= 0) elsewhere.push([index, original]);
    else rows.push({ raw: lane, index, process: processRank[lane.process], startNs: laneStart(lane, tables) });
  });
  const recorded = new Set(rows.map(({ process }) => process));
  processes.forEach(({ tables: own, startNs }, process) => {
    // Of a root that is not traced there is nothing at all to show.
    const isBlank = own === null || (own.notTracedReason !== null && process > 0 && !recorded.has(process));
    if (isBlank) rows.push({ raw: null, index: -1, process, startNs });
  });
  rows.sort((a, b) => compare(a.startNs, b.startNs) || a.process - b.process || (a.raw?.id ?? 0) - (b.raw?.id ?? 0));
  const laneIndex = new Int32Array(raw.lanes.length).fill(-1);
  rows.forEach(({ index }, rank) => {
    if (index >= 0) laneIndex[index] = rank;
  });
  for (const [index, original] of elsewhere) laneIndex[index] = laneIndex[original];
  return { lanes: rows.map(({ raw: lane, process, startNs }) => ({ raw: lane, process, startNs })), laneIndex };
}

const isOurs = ({ sampler, acts, task }: RawLane): boolean => sampler && !acts && task === null;

/** A forked child may name a thread of its parent, say as the holder of a lock: the parent's raw lane, else −1. */
function ofAncestor(lane: RawLane, raw: RawTables, tables: readonly ProcessTables[]): number {
  const isHeardOf = lane.name !== null || !Number.isNaN(knownOr(lane.firstNs, lane.parentStartNs));
  if (isHeardOf || lane.lost > 0) return -1;
  for (const ancestor of lineage(tables[lane.process], tables)) {
    const known = ancestor.knownLane(lane.id);
    if (known !== undefined && raw.lanes[known] !== lane && raw.lanes[known].name !== null) return known;
  }
  return -1;
}

/** When a lane began: its LANE_START, else its first record, else its start by the parent, else its process's start. */
export function laneStart(lane: RawLane, processes: readonly ProcessTables[]): number {
  return knownOr(lane.startNs, knownOr(lane.firstNs, knownOr(lane.parentStartNs, processes[lane.process].startNs)));
}

/** The trace starts when its first process does; without any process row, with the first time that is known at all. */
function origin(processes: readonly ProcessTables[], raw: RawTables): number {
  const starts = processes.map(({ startNs }) => startNs).filter((startNs) => !Number.isNaN(startNs));
  if (starts.length > 0) return Math.min(...starts);
  let first = Number.POSITIVE_INFINITY;
  for (const lane of raw.lanes) if (lane.firstNs < first) first = lane.firstNs;
  return Number.isFinite(first) ? first : 0;
}

const knownOr = (value: number, otherwise: number): number => (Number.isNaN(value) ? otherwise : value);

/** Ascending, unknown times (NaN, infinite) last. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  if (!Number.isFinite(a)) return Number.isFinite(b) ? 1 : 0;
  if (!Number.isFinite(b)) return -1;
  return a - b;
}

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
