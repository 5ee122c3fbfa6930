/** All pairs that race, in one pass over what happened, in the order of time. */
import { type Accesses, SyncKind } from "../trace/accesses";
import { Clocks } from "./clocks";
import { Detector, type RacingPair } from "./detector";

/** So often is looked again at rows of one stamp. */
const MOST_TURNS = 64;

export interface SweepOptions {
  /** False: what came by the order in which locks were taken does not count as order. */
  locksOrder?: boolean;
}

/** @param lanes how many lanes there are */
export function findRacingPairs(
  accesses: Accesses,
  lanes: number,
  { locksOrder = true }: SweepOptions = {},
): RacingPair[] {
  const { sync, timeNs, knownUntilNs, length } = accesses;
  const clocks = new Clocks(lanes, accesses.actor);
  const detector = new Detector(accesses, clocks, lanes);
  const lastUse = new Int32Array(sync.hubs).fill(-1);
  for (let row = 0; row < sync.length; row++) if (sync.kind[row] === SyncKind.learn) lastUse[sync.hub[row]] = row;
  const apply = (at: number): void => {
    const [lane, hub] = [sync.lane[at], sync.hub[at]];
    if (sync.kind[at] === SyncKind.step || (sync.isLock[at] === 1 && !locksOrder)) return;
    if (sync.kind[at] === SyncKind.learn) clocks.learn(lane, hub);
    else if (lastUse[hub] >= at) clocks.tell(lane, hub, sync.timeNs[at]);
  };
  let next = 0;
  for (let row = 0; row < length && timeNs[row] <= knownUntilNs; row++) {
    while (next < sync.length && sync.timeNs[next] <= timeNs[row]) {
      const end = endOfMoment(sync.timeNs, next, sync.length);
      // Which came first within one stamp nobody knows: whatever order would say the most counts.
      const turns = end - next > 1 ? Math.min(end - next, MOST_TURNS) : 1;
      for (let turn = 0; turn < turns; turn++) for (let at = next; at < end; at++) apply(at);
      for (; next < end; next++) {
        const [lane, hub] = [sync.lane[next], sync.hub[next]];
        if (sync.kind[next] === SyncKind.step) detector.step(lane);
        else if (lastUse[hub] === next) clocks.forget(hub);
      }
    }
    detector.access(row);
  }
  return detector.pairs();
}

function endOfMoment(timeNs: Float64Array, from: number, length: number): number {
  let end = from + 1;
  while (end < length && timeNs[end] === timeNs[from]) end++;
  return end;
}
