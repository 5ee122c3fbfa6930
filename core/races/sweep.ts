/** All pairs that race, in one pass over what happened, in the order of time. */
import { type Accesses, isWrite, SyncKind } from "../trace/accesses";
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
  const clocks = new Clocks(lanes, sharers(accesses));
  const detector = new Detector(accesses, clocks, lanes);
  const lastUse = new Int32Array(sync.hubs).fill(-1);
  for (let row = 0; row < sync.length; row++) if (sync.kind[row] === SyncKind.learn) lastUse[sync.hub[row]] = row;
  /** Does anybody know more by it? */
  const apply = (at: number): boolean => {
    const [lane, hub] = [sync.lane[at], sync.hub[at]];
    if (sync.kind[at] === SyncKind.step || (sync.isLock[at] === 1 && !locksOrder)) return false;
    if (sync.kind[at] === SyncKind.learn) return clocks.learn(lane, hub);
    return lastUse[hub] >= at && clocks.tell(lane, hub, sync.timeNs[at]);
  };
  let next = 0;
  for (let row = 0; row < length && timeNs[row] <= knownUntilNs; row++) {
    while (next < sync.length && sync.timeNs[next] <= timeNs[row]) {
      const end = endOfMoment(sync.timeNs, next, sync.length);
      // Which came first within one stamp nobody knows: whatever order would say the most counts.
      const turns = end - next > 1 ? Math.min(end - next, MOST_TURNS) : 1;
      for (let turn = 0, isNew = true; turn < turns && isNew; turn++) {
        isNew = false;
        for (let at = next; at < end; at++) if (apply(at)) isNew = true;
      }
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

/** Who accesses a variable that somebody writes and somebody else accesses: nobody asks what is known of the others. */
function sharers({ length, actor, variable, variables, site, sites }: Accesses): Set<number> {
  const NOBODY = -1;
  const MANY = -2;
  const who = new Int32Array(variables.length).fill(NOBODY);
  const isWritten = new Uint8Array(variables.length);
  for (let row = 0; row < length; row++) {
    const at = variable[row];
    if (who[at] === NOBODY) who[at] = actor[row];
    else if (who[at] !== actor[row]) who[at] = MANY;
    if (isWrite(sites[site[row]])) isWritten[at] = 1;
  }
  const found = new Set<number>();
  for (let row = 0; row < length; row++)
    if (who[variable[row]] === MANY && isWritten[variable[row]] === 1) found.add(actor[row]);
  return found;
}

function endOfMoment(timeNs: Float64Array, from: number, length: number): number {
  let end = from + 1;
  while (end < length && timeNs[end] === timeNs[from]) end++;
  return end;
}
