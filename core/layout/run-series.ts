/**
 * What happened in a run, as series that each ascend by time: nothing is copied that has its order already. Who walks them
 * (steps-of-run.ts) merges them a step at a time.
 *
 * At one moment causes come before effects: released before got, submitted before begun, notified before woken.
 */
import { allRows, lowerBound, sortRows } from "../trace/column";
import { RecordKind, WaitOp, WaitResult } from "../trace/types";
import type { Model } from "./model";

/** In the order in which they stand at one moment. */
export const STEP_KINDS = [
  "processStarts",
  "laneBegins",
  "poolBegins",
  "lossAccess",
  "raceAccess",
  "released",
  "itemEnds",
  "instant",
  "submitted",
  "laneEnds",
  "waitEnds",
  "held",
  "itemBegins",
  "waitBegins",
  "processEnds",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What ends in the moment in which it began ends after all beginnings. */
const AT_ONCE = STEP_KINDS.length;
const rankOf = (kind: StepKind): number => STEP_KINDS.indexOf(kind);

/** Which of them are walked. */
export type StepFilter =
  | { only: "all" }
  /** Waits and what ended them. */
  | { only: "waits" }
  | { only: "lane"; lane: number }
  | { only: "resource"; resource: number };

export interface Series {
  kind: StepKind;
  /** Of the table that the kind speaks of, ascending by their times. */
  rows: Uint32Array;
  timeOf: ArrayLike<number>;
  rankOf(row: number): number;
  /** By place among `rows`. */
  isStep?: (at: number) => boolean;
}

/** A row of `lossAccess` is four times the mark and one of these. */
export const LOSS_ROLES = ["read", "victimRead", "victim", "write"] as const;

export function seriesOf(model: Model, filter: StepFilter): Series[] {
  const { trace } = model;
  if (filter.only === "resource") {
    const { waits, holds, events } = model.byResource;
    const ofIt = waits.of(filter.resource);
    return [
      ...waitSeries(model, ofIt),
      ...holdSeries(model, holds.of(filter.resource), ordered(ofIt, trace.waits.endNs)),
      instants(model, events.of(filter.resource), null),
    ];
  }
  const lanes = trace.lanes.flatMap(({ internal }, lane) =>
    filter.only === "lane" ? (lane === filter.lane ? [lane] : []) : internal ? [] : [lane],
  );
  const waits = lanes.flatMap((lane) => waitSeries(model, model.waitsOfLane.of(lane)));
  if (filter.only === "waits") return waits;
  const isWalked = new Uint8Array(trace.lanes.length);
  for (const lane of lanes) isWalked[lane] = 1;
  return [
    ...waits,
    ...lanes.flatMap((lane) =>
      holdSeries(model, model.holdsOfLane.of(lane), ordered(model.waitsOfLane.of(lane), trace.waits.endNs)),
    ),
    ...lanes.flatMap((lane) => itemSeries(model, lane)),
    ...poolSeries(model, filter.only === "all" ? null : isWalked),
    ...rareSeries(model, lanes, filter.only === "all"),
    ...accessSeries(model, isWalked),
    instants(model, eventsOf(model, filter), isWalked),
  ].filter(({ rows }) => rows.length > 0);
}

function simple(kind: StepKind, rows: Uint32Array, timeOf: ArrayLike<number>, isStep?: Series["isStep"]): Series {
  const rank = rankOf(kind);
  return { kind, rows, timeOf, rankOf: () => rank, ...(isStep && { isStep }) };
}

/** Ends of what begins at `startNs`. */
function ends(
  kind: StepKind,
  rows: Uint32Array,
  startNs: Float64Array,
  endNs: Float64Array,
  isStep?: Series["isStep"],
): Series {
  const rank = rankOf(kind);
  return {
    ...simple(kind, rows, endNs, isStep),
    rankOf: (row) => (endNs[row] === startNs[row] ? AT_ONCE + rank : rank),
  };
}

/** The rows themselves where they ascend by that time as well, else a sorted copy. */
function ordered(rows: Uint32Array, times: Float64Array): Uint32Array {
  for (let i = 1; i < rows.length; i++)
    if (times[rows[i]] < times[rows[i - 1]]) return sortRows(Uint32Array.from(rows), times);
  return rows;
}

function waitSeries({ trace: { waits } }: Model, rows: Uint32Array): Series[] {
  const ended = ordered(rows, waits.endNs);
  return [
    simple("waitBegins", rows, waits.startNs),
    ends("waitEnds", ended, waits.startNs, waits.endNs, (at) => waits.result[ended[at]] !== WaitResult.open),
  ];
}

/** @param ended waits of these lanes or for this resource, ascending by their ends: a lock that was waited for is got as the wait ends */
function holdSeries({ trace: { holds, waits } }: Model, rows: Uint32Array, ended: Uint32Array): Series[] {
  const isGotByWait = (hold: number) => {
    const ns = holds.startNs[hold];
    for (let i = lowerBound(ended, waits.endNs, ns); i < ended.length && waits.endNs[ended[i]] === ns; i++) {
      const wait = ended[i];
      const isIts = waits.object[wait] === holds.resource[hold] && waits.lane[wait] === holds.lane[hold];
      if (isIts && waits.op[wait] === WaitOp.lock && waits.result[wait] === WaitResult.got) return true;
    }
    return false;
  };
  const released = ordered(rows, holds.endNs);
  return [
    simple("held", rows, holds.startNs, (at) => !isGotByWait(rows[at])),
    ends("released", released, holds.startNs, holds.endNs, (at) => holds.closed[released[at]] === 1),
  ];
}

function itemSeries({ trace: { items }, items: { ofLane } }: Model, lane: number): Series[] {
  const started = ofLane.of(lane);
  const ended = ordered(
    started.filter((item) => !Number.isNaN(items.endNs[item])),
    items.endNs,
  );
  return [simple("itemBegins", started, items.startNs), ends("itemEnds", ended, items.startNs, items.endNs)];
}

/** What was submitted, a call at a time, and what was thrown away before anybody began with it. */
function poolSeries({ trace: { items, pools }, items: { ofPool } }: Model, isWalked: Uint8Array | null): Series[] {
  return pools.flatMap((_, pool) => {
    const all = ofPool.of(pool);
    const rows = isWalked ? all.filter((item) => isWalked[items.submitLane[item]] === 1) : all;
    const isFirstOfCall = (at: number) =>
      at === 0 ||
      items.job[rows[at]] !== items.job[rows[at - 1]] ||
      items.submitNs[rows[at]] !== items.submitNs[rows[at - 1]];
    const dropped = rows.filter((item) => Number.isNaN(items.startNs[item]) && !Number.isNaN(items.endNs[item]));
    return [
      simple("submitted", rows, items.submitNs, isFirstOfCall),
      ends("itemEnds", ordered(dropped, items.endNs), items.submitNs, items.endNs),
    ];
  });
}

/** Lanes, processes and pools come and go. */
function rareSeries({ trace }: Model, lanes: readonly number[], isWhole: boolean): Series[] {
  const { processes, pools } = trace;
  const some = (kind: StepKind, rows: Iterable<number>, times: readonly number[]) =>
    simple(kind, sortRows(Uint32Array.from(rows), times), times);
  const startNs = trace.lanes.map((lane) => lane.startNs);
  const endNs = trace.lanes.map((lane) => lane.endNs);
  const ended = lanes.filter((lane) => trace.lanes[lane].ended);
  const own = [some("laneBegins", lanes, startNs), some("laneEnds", ended, endNs)];
  if (!isWhole) return own;
  // Of the program's own process its main lane tells.
  const children = [...processes.keys()].slice(1);
  const exited = children.filter((process) => processes[process].exitCode !== null);
  return [
    ...own,
    some(
      "processStarts",
      children,
      processes.map((process) => process.startNs),
    ),
    some(
      "processEnds",
      exited,
      processes.map((process) => process.endNs),
    ),
    some(
      "poolBegins",
      pools.keys(),
      pools.map(({ createdNs }) => createdNs),
    ),
  ];
}

function accessSeries({ losses: { marks }, findings }: Model, isWalked: Uint8Array): Series[] {
  const times: number[] = [];
  const lost: number[] = [];
  marks.forEach((mark, number) => {
    LOSS_ROLES.forEach((role, i) => {
      const access = mark[role];
      times[4 * number + i] = access?.timeNs ?? Number.NaN;
      if (access && isWalked[access.lane] === 1) lost.push(4 * number + i);
    });
  });
  const raceTimes: number[] = [];
  const racing: number[] = [];
  findings.forEach(({ racing: pair = [] }, finding) => {
    pair.forEach(({ timeNs, lane }, i) => {
      raceTimes[2 * finding + i] = timeNs;
      if (isWalked[lane] === 1) racing.push(2 * finding + i);
    });
  });
  return [
    simple("lossAccess", sortRows(Uint32Array.from(lost), times), times),
    simple("raceAccess", sortRows(Uint32Array.from(racing), raceTimes), raceTimes),
  ];
}

function eventsOf({ trace: { events } }: Model, filter: StepFilter): Uint32Array {
  const all = allRows(events.length);
  return filter.only === "lane" ? all.filter((row) => events.lane[row] === filter.lane) : all;
}

function instants({ trace: { events } }: Model, rows: Uint32Array, isWalked: Uint8Array | null): Series {
  const isStep = (at: number) =>
    // Which put an item came from is no happening of its own.
    events.kind[rows[at]] !== RecordKind.took && (isWalked === null || isWalked[events.lane[rows[at]]] === 1);
  return simple("instant", rows, events.timeNs, isStep);
}
