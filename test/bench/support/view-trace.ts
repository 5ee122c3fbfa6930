/**
 * A made-up run of any size, for measuring the timeline: `spans` states over `lanes` threads. Every second span is running; between
 * stand waits for locks, queues, conditions, sockets, sleeps, and now and then a want of the GIL. Every wait has its row, every
 * lock that was waited for is held, and who let it go is known. The same seed gives the same trace.
 */

import { newColumn, TABLES, type TableName } from "../../../core/protocol/messages";
import { type Column, gather, sortRows } from "../../../core/trace/column";
import { noItems, noSamples } from "../../../core/trace/empty-tables";
import { Edge, type Lane, type Resource, State, type Trace, WaitOp, WaitResult } from "../../../core/trace/types";
import { random } from "../../core/layout/scenes";

const SITES = 40;
const LOCKS = 16;
/** What stands between two spans of running: how often, for how long on average, and what it waits for. */
const BETWEEN = [
  { share: 0.4, meanNs: 30_000, state: State.blocked, op: WaitOp.lock },
  { share: 0.15, meanNs: 60_000, state: State.waiting, op: WaitOp.get },
  { share: 0.1, meanNs: 60_000, state: State.waiting, op: WaitOp.condition },
  { share: 0.15, meanNs: 80_000, state: State.io, op: WaitOp.io },
  { share: 0.08, meanNs: 200_000, state: State.sleeping, op: WaitOp.sleep },
  { share: 0.1, meanNs: 20_000, state: State.gil, op: 0 },
  { share: 0.02, meanNs: 400_000, state: State.idle, op: WaitOp.idle },
] as const;
const RUNNING_MEAN_NS = 40_000;

export interface ViewTraceOptions {
  spans: number;
  lanes: number;
  seed?: number;
}

export function viewTrace({ spans, lanes, seed = 1 }: ViewTraceOptions): Trace {
  const next = random(seed);
  /** Exponential: many short, few long. */
  const some = (meanNs: number) => 1 + Math.floor(-Math.log(1 - next()) * meanNs);
  const someSite = () => 1 + Math.floor(next() * (SITES - 1));
  const locks = Math.min(LOCKS, lanes);
  const waits = table<Trace["waits"]>("waits", Math.ceil(spans / 2) + lanes);
  const edges = table<Trace["edges"]>("edges", Math.ceil(spans / 2));
  const holds = table<Trace["holds"]>("holds", Math.ceil(spans / 2));
  const rows: Lane[] = [];
  const laneSpans: Trace["laneSpans"] = [];
  for (let lane = 0; lane < lanes; lane++) {
    const own = table<Trace["laneSpans"][number]>("spans", Math.max(1, Math.round(spans / lanes)));
    const beginNs = Math.floor(next() * 100_000);
    let atNs = beginNs;
    for (let span = 0; span < own.startNs.length; span++) {
      own.startNs[span] = atNs;
      if (span % 2 === 0) {
        own.state[span] = State.running;
        own.wait[span] = -1;
        atNs += some(RUNNING_MEAN_NS);
        continue;
      }
      const kind = kindOf(next());
      const endNs = atNs + some(kind.meanNs);
      own.state[span] = kind.state;
      own.wait[span] = kind.op === 0 ? -1 : waits.length;
      if (kind.op !== 0) {
        const lock = kind.op === WaitOp.lock;
        const other = lanes > 1 ? (lane + 1 + Math.floor(next() * (lanes - 1))) % lanes : -1;
        const wait = waits.length++;
        waits.lane[wait] = lane;
        waits.startNs[wait] = atNs;
        waits.endNs[wait] = endNs;
        waits.op[wait] = kind.op;
        waits.result[wait] = WaitResult.got;
        waits.object[wait] = lock
          ? lane % locks
          : kind.op === WaitOp.get
            ? locks
            : kind.op === WaitOp.condition
              ? locks + 1
              : kind.op === WaitOp.io
                ? 4
                : -1;
        waits.site[wait] = someSite();
        waits.holderLane[wait] = lock ? other : -1;
        waits.holderSite[wait] = lock && other >= 0 ? someSite() : 0;
        const isWoken = other >= 0 && (lock || kind.state === State.waiting);
        waits.wakerLane[wait] = isWoken ? other : -1;
        waits.wakerNs[wait] = isWoken ? endNs - 200 : Number.NaN;
        waits.wakerSite[wait] = isWoken ? someSite() : 0;
        waits.argument[wait] = kind.op === WaitOp.sleep ? endNs - atNs : 0;
        if (isWoken) {
          const edge = edges.length++;
          edges.kind[edge] = lock ? Edge.releaseAcquire : Edge.putGet;
          edges.fromLane[edge] = other;
          edges.fromNs[edge] = endNs - 200;
          edges.toLane[edge] = lane;
          edges.toNs[edge] = endNs;
          edges.resource[edge] = waits.object[wait];
          edges.wait[edge] = wait;
        }
        if (lock) {
          const hold = holds.length++;
          holds.resource[hold] = lane % locks;
          holds.lane[hold] = lane;
          holds.startNs[hold] = endNs;
          holds.endNs[hold] = endNs + some(15_000);
          holds.closed[hold] = 1;
          holds.site[hold] = waits.site[wait];
        }
      }
      atNs = endNs;
    }
    own.length = own.startNs.length;
    laneSpans.push(own);
    rows.push({ ...LANE, name: lane === 0 ? "MainThread" : `worker-${lane}`, startNs: beginNs, endNs: atNs });
  }
  const endNs = rows.reduce((latest, lane) => Math.max(latest, lane.endNs), 0);
  for (let hold = 0; hold < holds.length; hold++) holds.endNs[hold] = Math.min(holds.endNs[hold], endNs);
  return {
    program: {
      argv: ["/home/user/project/made_up.py"],
      python: "3.13.0",
      implementation: "CPython",
      gil: true,
      traced: true,
      notTracedReason: null,
      exitCode: 0,
      signal: null,
      durationNs: endNs,
    },
    processes: [{ ...PROCESS, endNs }],
    lanes: rows,
    resources: Array.from({ length: locks + 2 }, (_, i) => resource(i, locks)),
    sites: Array.from({ length: SITES }, (_, line) => ({
      file: line === 0 ? "" : "/home/user/project/made_up.py",
      line,
      column: 0,
      function: line === 0 ? "" : "work",
      program: line > 0,
    })),
    laneSpans,
    waits: cut("waits", waits),
    holds: inTurn(holds, locks),
    events: table("events", 0),
    edges: sorted("edges", edges, sortRows(numbers(edges.length), edges.toNs)),
    pools: [],
    items: noItems(),
    samples: noSamples(),
    endNs,
    losses: [],
    races: [],
    startupNs: 0,
    windUpNs: 0,
  };
}

function kindOf(number: number): (typeof BETWEEN)[number] {
  let upTo = 0;
  for (const kind of BETWEEN) {
    upTo += kind.share;
    if (number < upTo) return kind;
  }
  return BETWEEN[0];
}

/** Resource by resource, in the order of their starts; a hold ends at the latest where the next begins. */
function inTurn(holds: Trace["holds"], resources: number): Trace["holds"] {
  const byStart = sortRows(numbers(holds.length), holds.startNs);
  const groups = Array.from({ length: resources }, () => [] as number[]);
  for (const hold of byStart) groups[holds.resource[hold]].push(hold);
  for (const group of groups) {
    group.forEach((hold, i) => {
      holds.seq[hold] = i + 1;
      const next = group[i + 1];
      if (next !== undefined) holds.endNs[hold] = Math.min(holds.endNs[hold], holds.startNs[next]);
    });
  }
  return sorted("holds", holds, Uint32Array.from(groups.flat()));
}

const numbers = (length: number): Uint32Array => Uint32Array.from({ length }, (_, row) => row);

function table<T extends { length: number }>(name: TableName, rows: number): T {
  const columns = Object.entries(TABLES[name]).map(([column, type]) => [column, newColumn(type, rows)]);
  return { length: 0, ...Object.fromEntries(columns) } as T;
}

function sorted<T extends { length: number }>(name: TableName, from: T, rows: Uint32Array): T {
  const own = from as unknown as Record<string, Column>;
  const columns = Object.keys(TABLES[name]).map((column) => [column, gather(own[column], rows)]);
  return { length: rows.length, ...Object.fromEntries(columns) } as T;
}

/** Without the room to spare. */
function cut<T extends { length: number }>(name: TableName, from: T): T {
  const own = from as unknown as Record<string, Column>;
  const columns = Object.keys(TABLES[name]).map((column) => [column, own[column].slice(0, from.length)]);
  return { length: from.length, ...Object.fromEntries(columns) } as T;
}

const LANE = {
  kind: "thread",
  process: 0,
  pid: 100,
  pool: null,
  internal: false,
  daemon: false,
  ended: true,
  dropped: 0,
  parent: -1,
  loop: -1,
  coroutine: null,
  cpuNs: null,
} as const;

const PROCESS = {
  pid: 100,
  parentPid: 1,
  name: "MainProcess",
  startMethod: "main",
  exitCode: 0,
  traced: true,
  notTracedReason: null,
  startNs: 0,
  notes: [],
  observer: null,
  notObserved: [],
};

function resource(index: number, locks: number): Resource {
  const kind = index < locks ? "lock" : index === locks ? "queue" : "condition";
  return {
    kind,
    module: kind === "queue" ? "queue" : "threading",
    name: index < locks ? `lock_${index}` : kind === "queue" ? "tasks" : "changed",
    site: 1 + (index % (SITES - 1)),
    processes: [0],
    instances: 1,
    createdNs: 0,
    parameter: kind === "condition" ? -1 : 0,
    counted: null,
  };
}
