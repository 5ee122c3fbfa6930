/** Who started whom and who handed what on, where nobody waited for it: what a chosen thing is tied to. */
import { countBelow } from "../trace/column";
import { Edge, WaitOp } from "../trace/types";
import type { ItemFacts } from "./item-facts";
import type { Model } from "./model";

export interface EdgeFacts {
  /** A number of Edge. */
  kind: number;
  fromLane: number;
  fromNs: number;
  toLane: number;
  toNs: number;
}

const MOST_EDGES = 24;
/** What wakes somebody is told as a wait. */
const TOLD: ReadonlySet<number> = new Set([Edge.putGet, Edge.submitStart, Edge.startRun]);

/** Edges that begin or end at a lane within [fromNs, toNs], of no wait. */
export function edgesOfSpan({ trace: { edges } }: Model, lane: number, fromNs: number, toNs: number): EdgeFacts[] {
  const found: EdgeFacts[] = [];
  for (let row = countBelow(edges.toNs, edges.length, fromNs); row < edges.length && found.length < MOST_EDGES; row++) {
    const { kind, fromLane, toLane, wait } = edges;
    // Ascending by `toNs`: what begins within it may end later, but then the one who takes it says so.
    if (edges.toNs[row] > toNs && edges.fromNs[row] > toNs) break;
    if (wait[row] >= 0 || !TOLD.has(kind[row]) || fromLane[row] === toLane[row]) continue;
    const arrives = toLane[row] === lane && edges.toNs[row] <= toNs;
    const leaves = fromLane[row] === lane && edges.fromNs[row] >= fromNs && edges.fromNs[row] <= toNs;
    if (arrives || leaves) found.push(edgeFacts(edges, row));
  }
  return found;
}

/** From the call that submitted it to its start. */
export function edgesOfItem({ submitLane, submitNs, lane, startNs, started }: ItemFacts): EdgeFacts[] {
  if (!started || lane < 0 || submitLane < 0 || Number.isNaN(submitNs)) return [];
  return [{ kind: Edge.submitStart, fromLane: submitLane, fromNs: submitNs, toLane: lane, toNs: startNs }];
}

/** Did a wait for a result, or for several, end with this item? */
export function isForItem({ waits }: Model["trace"], wait: number, { pool, job, startNs }: ItemFacts): boolean {
  const [op, object, argument] = [waits.op[wait], waits.object[wait], waits.argument[wait]];
  const isIts = op === WaitOp.future ? argument === job || argument === 0 : op === WaitOp.poolJoin;
  // What ended as it began ended with the item before it.
  return isIts && (object === pool || object < 0) && waits.wakerNs[wait] > startNs;
}

function edgeFacts({ kind, fromLane, fromNs, toLane, toNs }: Model["trace"]["edges"], row: number): EdgeFacts {
  return {
    kind: kind[row],
    fromLane: fromLane[row],
    fromNs: fromNs[row],
    toLane: toLane[row],
    toNs: toNs[row],
  };
}
