/** Locks: whoever takes one knows what all did that had it before. */
import { RecordKind, WaitOp } from "../../types";
import type { Hubs } from "./hubs";
import type { AccessColumns, SyncSources } from "./index";
import { ownLocksOf } from "./own-locks";

const LOCK = 1;

interface Taking {
  lane: number;
  startNs: number;
  /** Where; 0 = not known. */
  site: number;
  /** NaN: nobody saw it let go; then it was when the next one came. */
  endNs: number;
  /** Somebody else than its lane let it go. */
  isHandedOver: boolean;
}

export function orderByLocks(sources: SyncSources, columns: AccessColumns, hubs: Hubs): void {
  const { lanes, things } = sources;
  const signals = new Set<number>();
  const takings = takingsOf(sources, columns);
  for (const [object, rows] of takings)
    if (rows.some(({ isHandedOver }) => isHandedOver) || isForOneAlone(sources, object, rows))
      signals.add(birthSite(sources, object));
  for (const [object, rows] of takings) {
    rows.sort((a, b) => a.startNs - b.startNs);
    const hub = hubs.hubOf(`lock ${object}`);
    const isSignal = signals.has(birthSite(sources, object));
    const letGo = isSignal ? hubs.hubOfItsOwn() : -1;
    rows.forEach(({ lane, startNs, endNs }, at) => {
      const nextNs = rows[at + 1]?.startNs ?? Number.POSITIVE_INFINITY;
      hubs.learn(lane, startNs, hub, 1);
      if (isSignal) hubs.learn(lane, startNs, letGo);
      // Several takings may have been only counted in between: the last one of the same lane ended no later than the next begins.
      const untilNs = Number.isNaN(endNs) ? nextNs : Math.min(endNs, nextNs);
      if (untilNs === Number.POSITIVE_INFINITY) return;
      hubs.tell(lane, untilNs, hub, 1);
      if (!isSignal) return;
      // Who let it go nobody saw: it may have been any lane.
      const { process } = lanes[lane];
      const isEverybodys = things.isShared[object] === 1;
      lanes.forEach((other, index) => {
        if ((isEverybodys || other.process === process) && other.startNs <= untilNs) hubs.tell(index, untilNs, letGo);
      });
    });
  }
}

/**
 * Taken here and there, always by one lane: it keeps nobody out, but may tell that lane something. (Whoever let it go may have been so
 * quick that nobody had to wait for it.)
 */
function isForOneAlone({ raw }: SyncSources, object: number, rows: readonly Taking[]): boolean {
  if (raw.objects.kind[object] !== LOCK) return false;
  return new Set(rows.map(({ lane }) => lane)).size === 1 && new Set(rows.map(({ site }) => site)).size > 1;
}

/** Locks made at one place are used alike. */
function birthSite({ things, raw }: SyncSources, object: number): number {
  return raw.objects.site[things.objectOf[object]] || -1 - object;
}

function takingsOf(sources: SyncSources, columns: AccessColumns): Map<number, Taking[]> {
  const { raw, holds, holdObject, things, originNs, laneIndex } = sources;
  const isOwn = ownLocksOf(sources, columns);
  const isAway = awayOf(sources);
  const takings = new Map<number, Taking[]>();
  const add = (object: number, taking: Taking) => {
    const known = takings.get(object);
    if (known === undefined) takings.set(object, [taking]);
    else known.push(taking);
  };
  for (let hold = 0; hold < holds.length; hold++) {
    if (isOwn(hold)) continue;
    const [lane, startNs] = [holds.lane[hold], holds.startNs[hold]];
    const object = holdObject[hold];
    const endNs = holds.closed[hold] === 1 ? holds.endNs[hold] : Number.NaN;
    const isHandedOver = raw.objects.kind[object] === LOCK && isAway(lane, endNs);
    add(object, { lane, startNs, site: holds.site[hold], endNs, isHandedOver });
  }
  const { learned } = raw;
  for (let row = 0; row < learned.length; row++) {
    if (learned.kind[row] !== RecordKind.takenOver || learned.object[row] < 0) continue;
    const startNs = learned.timeNs[row] - originNs;
    const lane = laneIndex[learned.lane[row]];
    add(things.objectOf[learned.object[row]], { lane, startNs, site: 0, endNs: Number.NaN, isHandedOver: false });
  }
  return takings;
}

/** Was the lane waiting for something, or had it ended? A condition's wait lets go of the lock itself. */
function awayOf({ lanes, waits }: SyncSources): (lane: number, timeNs: number) => boolean {
  const rowsOf = new Map<number, number[]>();
  for (let wait = 0; wait < waits.length; wait++) {
    const known = rowsOf.get(waits.lane[wait]);
    if (known === undefined) rowsOf.set(waits.lane[wait], [wait]);
    else known.push(wait);
  }
  return (lane, timeNs) => {
    if (Number.isNaN(timeNs)) return false;
    if (lanes[lane].ended && lanes[lane].endNs < timeNs) return true;
    const rows = rowsOf.get(lane) ?? [];
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (waits.startNs[rows[middle]] < timeNs) from = middle + 1;
      else to = middle;
    }
    const last = rows[from - 1];
    return last !== undefined && waits.endNs[last] > timeNs && waits.op[last] !== WaitOp.condition;
  };
}
