/** A barrier: the last one to arrive. */
import { Edge, RecordKind } from "../../types";
import { eventsOf, type Links, ofKind, succeeded, wokenByEvent } from "./links";

/**
 * The last party of a round does not wait: its index is parties − 1, the largest of the round
 * (Lib/threading.py, Barrier.wait). It lets all the others go on.
 *
 * @param parties 0 = not known
 */
export function wakeBarrierWaits(links: Links, object: number, waitRows: Uint32Array, parties: number): void {
  if (waitRows.length === 0) return;
  const { events, eventIndex, waits, got } = links;
  const passed = ofKind(links, eventsOf(links, object), RecordKind.passed);
  const roundOf = roundsOf(links, passed, parties);
  const lastOf = new Map<number, number>();
  for (const row of passed) {
    const round = roundOf.get(row)!;
    const last = lastOf.get(round);
    if (last === undefined || events.arg[row] > events.arg[last]) lastOf.set(round, row);
  }
  for (const wait of waitRows) {
    if (!succeeded(links, wait) || got[wait] < 0) continue;
    const round = roundOf.get(eventIndex[got[wait]]);
    const last = round === undefined ? undefined : lastOf.get(round);
    if (last === undefined || events.lane[last] === waits.lane[wait]) continue;
    // Else the record of the last to arrive is lost.
    if (parties === 0 || events.arg[last] === parties - 1) wokenByEvent(links, wait, Edge.barrier, last);
  }
}

/**
 * The round of each PASSED. A barrier of threads or tasks numbers them: 1, 2, … Of one that several processes have nobody knows the
 * number, and all say 0. The last to arrive keeps the barrier's lock until it has passed, so it is the first to pass:
 * its index begins a round. Where that record was lost, an index that came already belongs to the next.
 *
 *   index of 3 parties, by time   2 0 1   2 1 0   (lost) 0 1   2 …
 *   round                        −1      −2      −3           −4
 */
function roundsOf({ events }: Links, passed: Uint32Array, parties: number): Map<number, number> {
  const rounds = new Map<number, number>();
  const came = new Set<number>();
  let unnumbered = -1;
  for (const row of passed) {
    const [generation, index] = [events.seq[row], events.arg[row]];
    if (generation > 0) {
      rounds.set(row, generation);
      continue;
    }
    if (came.size > 0 && (index === parties - 1 || came.has(index))) {
      unnumbered--;
      came.clear();
    }
    came.add(index);
    rounds.set(row, unnumbered);
  }
  return rounds;
}
