/** All pairs that race, in one pass over what happened, in the order of time. */
import { type Accesses, SyncKind } from "../trace/accesses";
import { Clocks } from "./clocks";
import { Detector, type RacingPair } from "./detector";

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
  let next = 0;
  for (let row = 0; row < length && timeNs[row] <= knownUntilNs; row++) {
    for (; next < sync.length && sync.timeNs[next] <= timeNs[row]; next++) {
      const [lane, hub] = [sync.lane[next], sync.hub[next]];
      if (sync.kind[next] === SyncKind.step) detector.step(lane);
      else if (sync.isLock[next] === 1 && !locksOrder) continue;
      else if (sync.kind[next] === SyncKind.tell) {
        if (lastUse[hub] > next) clocks.tell(lane, hub);
      } else {
        clocks.learn(lane, hub);
        if (lastUse[hub] === next) clocks.forget(hub);
      }
    }
    detector.access(row);
  }
  return detector.pairs();
}
