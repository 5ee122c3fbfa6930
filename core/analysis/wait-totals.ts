/** How much was waited for each resource: the base of the report's resource table and of the rule lock-contention. */
import { type Groups, groupOf, groupRows } from "../trace/column";
import { type Trace, WaitOp, WaitResult } from "../trace/types";
import { WAIT_TARGET } from "../trace/vocabulary";
import type { Ns } from "../units";

export interface WaitTotals {
  /** All waits, whatever became of them. */
  count: number;
  timedOut: number;
  blockedNs: Ns;
  maxBlockedNs: Ns;
  /** Most lanes that waited at one time. */
  maxWaiters: number;
  /** Waits by op (docs/trace-format.md): index = WaitOp. */
  byOp: number[];
  /** Of these, those that got what they waited for. */
  gotByOp: number[];
}

const OP_COUNT = Math.max(...Object.values(WaitOp)) + 1;

/** The waits of each resource, in the order of the table (by lane, then by time). Joins, sleeps and the like wait for none. */
export function groupWaitsByResource({ waits, resources }: Trace): Groups {
  const { length, op, object } = waits;
  const keys = object.slice(0, length);
  for (let wait = 0; wait < length; wait++) if (WAIT_TARGET[op[wait]] !== "resource") keys[wait] = -1;
  return groupRows(keys, length, resources.length);
}

/** Index = resource. */
export function waitTotals(trace: Trace, waitsByResource = groupWaitsByResource(trace)): WaitTotals[] {
  return trace.resources.map((_, resource) => totalOf(trace, groupOf(waitsByResource, resource)));
}

function totalOf({ waits }: Trace, rows: Uint32Array): WaitTotals {
  const total: WaitTotals = {
    count: rows.length,
    timedOut: 0,
    blockedNs: 0,
    maxBlockedNs: 0,
    maxWaiters: mostAtOnce(waits.startNs, waits.endNs, rows),
    byOp: new Array<number>(OP_COUNT).fill(0),
    gotByOp: new Array<number>(OP_COUNT).fill(0),
  };
  for (const wait of rows) {
    const lastedNs = waits.endNs[wait] - waits.startNs[wait];
    total.blockedNs += lastedNs;
    total.maxBlockedNs = Math.max(total.maxBlockedNs, lastedNs);
    total.byOp[waits.op[wait]]++;
    if (waits.result[wait] === WaitResult.timedOut) total.timedOut++;
    if (waits.result[wait] === WaitResult.got) total.gotByOp[waits.op[wait]]++;
  }
  return total;
}

/** Sweep over starts and ends, each sorted. One that ends when another begins does not overlap it; each overlaps itself. */
function mostAtOnce(startNs: Float64Array, endNs: Float64Array, rows: Uint32Array): number {
  const starts = Float64Array.from(rows, (row) => startNs[row]).sort();
  const ends = Float64Array.from(rows, (row) => endNs[row]).sort();
  let most = 0;
  for (let started = 0, ended = 0; started < starts.length; started++) {
    while (ended < started && ends[ended] <= starts[started]) ended++;
    most = Math.max(most, started + 1 - ended);
  }
  return most;
}
