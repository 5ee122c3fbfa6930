/**
 * Races that only the order in which locks were taken kept apart: two accesses with a lock between them in this run, that another
 * schedule of the same threads brings together. The check proves that there is such a schedule, one in which sections of one lock
 * keep their order (Mathur, Pavlogiannis, Viswanathan: Optimal prediction of synchronization-preserving races, POPL 2021): let each
 * thread stop as early as it may before its access. What must have happened by then is closed under program order, the edges of
 * what is no lock, who read what from whom, and: of two sections of one lock that have begun, the earlier one has ended. The two can
 * meet if neither is in there.
 *
 * Looked at are logs of bounded length, pairs of places that did not race by the order of the run, and of each the first few.
 */
import { type Accesses, isWrite, SyncKind } from "../trace/accesses";
import type { RacingPair } from "./detector";

/** Accesses, and records that order them, of a log in which is looked for such races; and pairs of places. */
export const MOST_ACCESSES = 5_000;
export const MOST_SYNCS = 20_000;
export const MOST_PAIRS = 200;

interface Event {
  lane: number;
  /** Row of `Accesses`, or -1. */
  access: number;
  /** Row of `SyncRows`, or -1. */
  sync: number;
  /** Its place in its lane. */
  at: number;
}

interface Section {
  lane: number;
  /** Places in the lane of the taking and the letting go; Infinity = it was not let go. */
  from: number;
  to: number;
}

/** The log as what each lane did, in order. */
export class Log {
  readonly lanes = new Map<number, Event[]>();
  readonly eventOfAccess = new Map<number, Event>();
  /** Of a learn that is no lock's: the tells before it. */
  readonly tells = new Map<Event, Event[]>();
  /** Of a read: the write whose value it saw, by whomever. */
  readonly writer = new Map<number, Event>();
  /** By lock. */
  readonly sections = new Map<number, Section[]>();
  readonly sectionOf = new Map<Event, Section>();

  constructor(readonly accesses: Accesses) {
    const { sync, timeNs, length } = accesses;
    const toldBy = new Map<number, Event[]>();
    const lastWrite = new Map<number, Event>();
    const open = new Map<string, Section>();
    let row = 0;
    let next = 0;
    while (row < length || next < sync.length) {
      if (next < sync.length && (row >= length || sync.timeNs[next] <= timeNs[row])) {
        const event = this.add(sync.lane[next], -1, next);
        const hub = sync.hub[next];
        if (sync.kind[next] === SyncKind.step) {
          // Steps of a task order nothing.
        } else if (sync.isLock[next] === 1) {
          const key = `${hub} ${event.lane}`;
          if (sync.kind[next] === SyncKind.learn) {
            const section = { lane: event.lane, from: event.at, to: Number.POSITIVE_INFINITY };
            const known = this.sections.get(hub);
            if (known === undefined) this.sections.set(hub, [section]);
            else known.push(section);
            open.set(key, section);
            this.sectionOf.set(event, section);
          } else {
            const section = open.get(key);
            if (section !== undefined) section.to = event.at;
            open.delete(key);
          }
        } else if (sync.kind[next] === SyncKind.tell) {
          const known = toldBy.get(hub);
          if (known === undefined) toldBy.set(hub, [event]);
          else known.push(event);
        } else this.tells.set(event, [...(toldBy.get(hub) ?? [])]);
        next++;
      } else {
        const event = this.add(accesses.actor[row], row, -1);
        this.eventOfAccess.set(row, event);
        const variable = accesses.variable[row];
        const site = accesses.sites[accesses.site[row]];
        const before = lastWrite.get(variable);
        if (before !== undefined && (!isWrite(site) || site.does === "update")) this.writer.set(row, before);
        if (isWrite(site)) lastWrite.set(variable, event);
        row++;
      }
    }
  }

  private add(lane: number, access: number, sync: number): Event {
    let events = this.lanes.get(lane);
    if (events === undefined) {
      events = [];
      this.lanes.set(lane, events);
    }
    const event = { lane, access, sync, at: events.length };
    events.push(event);
    return event;
  }
}

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
  return candidates.flatMap((pair) => {
    const found = pair.examples.find(([first, second]) => canMeet(log, first, second));
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
