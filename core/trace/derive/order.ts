/**
 * The order of a snapshot's tables. It follows from the recording alone, not from the order in which its parts were read, so
 * that a run followed live, the same run read at once, and its saved file give equal tables. Ordered by time, tables mostly
 * grow at their end while a run is followed.
 */
import { allRows } from "../column";
import type { ProcessTables } from "../process-tables";
import type { RawLane, RawTables } from "../raw";

export interface Order {
  /** Subtract from a raw time: the start of the trace. */
  originNs: number;
  /** Processes by start; `processRank[raw process]` = index in `Trace.processes`. */
  processes: ProcessTables[];
  processRank: Uint32Array;
  /** Lanes by start; `laneIndex[raw lane]` = index in `Trace.lanes`. */
  lanes: RawLane[];
  laneIndex: Uint32Array;
  /** Raw objects by creation. */
  objects: Uint32Array;
}

export function orderOf(raw: RawTables, tables: readonly ProcessTables[]): Order {
  const processes = [...tables].sort(
    (a, b) => compare(knownOr(a.startNs, a.lastNs), knownOr(b.startNs, b.lastNs)) || compareNames(a.name, b.name),
  );
  const processRank = new Uint32Array(tables.length);
  processes.forEach((process, rank) => {
    processRank[process.index] = rank;
  });

  const rawLanes = raw.lanes.map((lane, index) => ({ lane, index, startNs: laneStart(lane, tables) }));
  rawLanes.sort(
    (a, b) =>
      compare(a.startNs, b.startNs) ||
      processRank[a.lane.process] - processRank[b.lane.process] ||
      a.lane.id - b.lane.id,
  );
  const laneIndex = new Uint32Array(rawLanes.length);
  rawLanes.forEach(({ index }, rank) => {
    laneIndex[index] = rank;
  });

  const { createdNs, process, id } = raw.objects;
  const objects = allRows(raw.objects.length).sort(
    (a, b) => compare(createdNs[a], createdNs[b]) || processRank[process[a]] - processRank[process[b]] || id[a] - id[b],
  );

  return {
    originNs: origin(processes, raw),
    processes,
    processRank,
    lanes: rawLanes.map(({ lane }) => lane),
    laneIndex,
    objects,
  };
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
