/**
 * Races that only the order in which locks were taken kept apart: two accesses with a lock between them in this run, that another
 * schedule of the same threads brings together. The check proves that there is such a schedule, one in which sections of one lock
 * keep their order (Mathur, Pavlogiannis, Viswanathan: Optimal prediction of synchronization-preserving races, POPL 2021): let each
 * thread stop as early as it may before its access. What must have happened by then is closed under program order, the edges of
 * what is no lock, who read what from whom, and: of two sections of one lock that have begun, the earlier one has ended. The two can
 * meet if neither is in there. Where that fails, schedules are tried that take locks in another order (reversal.ts).
 *
 * Looked at are logs of bounded length, pairs of places that did not race by the order of the run, and of each the first few.
 */
import type { Accesses } from "../trace/accesses";
import type { RacingPair } from "./detector";
import { type Event, Log, type Section } from "./log";
import { canMeetReversed, Effort } from "./reversal";

/** Accesses, and records that order them, of a log in which is looked for such races; and pairs of places. */
export const MOST_ACCESSES = 5_000;
export const MOST_SYNCS = 20_000;
export const MOST_PAIRS = 200;

/** Is there a schedule in which nothing lies between the two? */
export function canMeet(log: Log, first: number, second: number): boolean {
  const [a, b] = [log.eventOfAccess.get(first), log.eventOfAccess.get(second)];
  if (a === undefined || b === undefined || a.lane === b.lane) return false;
  /** Lane → how many of its events must have happened. */
  const done = new Map<number, number>();
  const pending: Event[] = [];
  const need = (lane: number, count: number): void => {
    const from = done.get(lane) ?? 0;
    if (count <= from) return;
    done.set(lane, count);
    const events = log.lanes.get(lane) ?? [];
    for (let at = from; at < count; at++) pending.push(events[at]);
  };
  need(a.lane, a.at);
  need(b.lane, b.at);
  const isStuck = () => (done.get(a.lane) ?? 0) > a.at || (done.get(b.lane) ?? 0) > b.at;
  for (;;) {
    for (let event = pending.pop(); event !== undefined; event = pending.pop()) {
      for (const tell of log.tells.get(event) ?? []) need(tell.lane, tell.at + 1);
      const writer = event.access < 0 ? undefined : log.writer.get(event.access);
      if (writer !== undefined && writer !== event) need(writer.lane, writer.at + 1);
      if (isStuck()) return false;
    }
    if (!endSections(log, done, need)) return false;
    if (isStuck()) return false;
    if (pending.length === 0) return true;
  }
}

/** Of sections of one lock that have begun no two may be open. False where two must stay open. */
function endSections(
  log: Log,
  done: ReadonlyMap<number, number>,
  need: (lane: number, count: number) => void,
): boolean {
  for (const sections of log.sections.values()) {
    const begun = sections.filter(({ lane, from }) => (done.get(lane) ?? 0) > from);
    const isOpen = ({ lane, to }: Section) => (done.get(lane) ?? 0) <= to;
    for (const { lane, to } of begun.slice(0, -1).filter(isOpen)) {
      if (to === Number.POSITIVE_INFINITY) return false;
      need(lane, to + 1);
    }
  }
  return true;
}

/**
 * Pairs of places that some schedule brings together, and this run's order kept apart.
 * @param weak pairs that only locks order (the sweep without them)
 * @param isKnown pairs of places that race in this run, or need no second look
 */
export function predict(
  accesses: Accesses,
  weak: readonly RacingPair[],
  isKnown: (pair: RacingPair) => boolean,
): RacingPair[] {
  const { length, sync, areLocksWhole } = accesses;
  if (length > MOST_ACCESSES || sync.length > MOST_SYNCS || !areLocksWhole) return [];
  const isOnStamp = sharedStamps(accesses);
  const candidates = weak
    .filter((pair) => !pair.isOfTasks && !isKnown(pair))
    .slice(0, MOST_PAIRS)
    .map((pair) => ({ ...pair, examples: pair.examples.filter((rows) => !rows.some(isOnStamp)) }));
  if (candidates.length === 0) return [];
  const log = new Log(accesses);
  const effort = new Effort();
  return candidates.flatMap((pair) => {
    const found =
      pair.examples.find(([first, second]) => canMeet(log, first, second)) ??
      pair.examples.find(([first, second]) => canMeetReversed(log, first, second, effort));
    return found === undefined ? [] : [{ ...pair, first: found[0], second: found[1] }];
  });
}

/** Of an access with the stamp of something that orders its lane nobody knows which came first. */
function sharedStamps({ actor, thread, timeNs, sync }: Accesses): (row: number) => boolean {
  const stamps = new Map<number, Set<number>>();
  for (let row = 0; row < sync.length; row++) {
    const known = stamps.get(sync.lane[row]);
    if (known === undefined) stamps.set(sync.lane[row], new Set([sync.timeNs[row]]));
    else known.add(sync.timeNs[row]);
  }
  return (row) => [actor[row], thread[row]].some((lane) => stamps.get(lane)?.has(timeNs[row]) ?? false);
}
