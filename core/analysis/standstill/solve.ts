/**
 * Who can go on no more, whatever the others do: the AND/OR wait-for graph, solved from the end (Chandy, Misra, Haas: Distributed
 * deadlock detection, 1983, tell the OR model; a lane is stuck if of one of its needs all givers are).
 *
 * At first everybody who waits counts as stuck; who needs nobody is set free, then who has a free giver for each need, until
 * nothing changes. What is left can never go on.
 */
import { WaitOp } from "../../trace/types";
import type { LaneIndex, WaitIndex } from "../../units";
import type { Moment } from "./moment";
import { type Need, needsOf } from "./needs";

/**
 * While a program runs its lanes are read one after the other: who has waited for less may have been let go on by what the reader
 * had read before. A round of reading takes some milliseconds.
 */
export const SETTLED_NS = 250e6;

/** By lane: the first of its needs that nobody can give. Its givers are stuck themselves. */
export type StuckLanes = Map<LaneIndex, Need>;

export function solve(moment: Moment): StuckLanes {
  const { lanes } = moment.trace;
  const alive = lanes.flatMap((_, lane) => (moment.isAlive(lane) ? [lane] : []));
  const needs = new Map<LaneIndex, Need[]>();
  for (const lane of alive) {
    // A worker without an item does nothing of itself.
    const of = moment.idle.has(lane) || !isSettled(moment, lane) ? null : needsOf(moment, lane);
    if (of !== null) needs.set(lane, of);
  }
  const stuck = new Set(needs.keys());
  /** Lanes that do something, by process; a worker without work, and a thread of the library, only pass on what others do. */
  const freeIn = new Map<number, number>();
  let freeAnywhere = 0;
  const setFree = (lane: LaneIndex): void => {
    if (moment.idle.has(lane) || lanes[lane].internal) return;
    freeIn.set(lanes[lane].process, (freeIn.get(lanes[lane].process) ?? 0) + 1);
    freeAnywhere++;
  };
  for (const lane of alive) if (!stuck.has(lane)) setFree(lane);
  const isUnmet = (lane: LaneIndex, { givers, orAnyone }: Need): boolean => {
    if (orAnyone === "process" && (freeIn.get(lanes[lane].process) ?? 0) > 0) return false;
    if (orAnyone === "everywhere" && freeAnywhere > 0) return false;
    return givers.every((giver) => stuck.has(giver.lane));
  };
  // Forwards and backwards in turn: in a row of lanes of which each waits for its neighbour one pass frees all, either way.
  const order = [...stuck];
  for (let changed = true; changed; order.reverse()) {
    changed = false;
    for (const lane of order) {
      if (!stuck.has(lane) || needs.get(lane)!.some((need) => isUnmet(lane, need))) continue;
      stuck.delete(lane);
      setFree(lane);
      changed = true;
    }
  }
  return new Map(
    [...stuck].map((lane) => [lane, likely(moment, needs.get(lane)!.find((need) => isUnmet(lane, need))!)]),
  );
}

/**
 * Who has put or set before would do so again when it waits for room or for a lock. One that waits for others to end has done its
 * part: nobody can say that it would.
 */
function likely({ trace: { waits }, waitOf }: Moment, { givers, orAnyone }: Need): Need {
  if (orAnyone === null) return { givers, orAnyone };
  const opOf = (wait: WaitIndex | undefined) => (wait === undefined ? -1 : waits.op[wait]);
  return { givers: givers.filter(({ lane }) => !FOR_ENDS.includes(opOf(waitOf.get(lane)))), orAnyone };
}

const FOR_ENDS: readonly number[] = [
  WaitOp.threadJoin,
  WaitOp.processJoin,
  WaitOp.poolJoin,
  WaitOp.queueJoin,
  WaitOp.task,
  WaitOp.tasks,
];

function isSettled({ trace, waitOf, atNs }: Moment, lane: LaneIndex): boolean {
  const wait = waitOf.get(lane);
  return !trace.program.stillRunning || wait === undefined || trace.waits.startNs[wait] <= atNs - SETTLED_NS;
}
