/**
 * Races for which locks must be taken in another order than in this run: T1 writes under the lock, then T2 takes and lets go of it and
 * writes without. A schedule is looked for, as Genç and others (2019) and Shi and others (2024) do, and played: what must have
 * happened is closed as in predict.ts, but of several sections of one lock any one may be the one that stays open. Then the
 * lanes go on step by step, the earliest of this run first, where the lock is free, what is learned has been told and each read sees
 * the write that it saw. Only a schedule that comes to both accesses counts, so there are no guesses; some races are missed.
 */
import { isWrite, SyncKind } from "../trace/accesses";
import { type Event, type Log, readsToo, type Section } from "./log";

/** Steps of all schedules that are played for one trace, and choices of open sections for one pair. */
export const MOST_STEPS = 2_000_000;
export const MOST_CHOICES = 16;

/** What is left of the steps. */
export class Effort {
  private steps = 0;
  private choices = 0;

  begin(): void {
    this.choices = 0;
  }

  mayChoose(): boolean {
    return ++this.choices <= MOST_CHOICES;
  }

  mayStep(): boolean {
    return ++this.steps <= MOST_STEPS;
  }
}

/** Lane → how many of its events must have happened. */
type Needed = ReadonlyMap<number, number>;

/** Is there a schedule, sections of locks in any order, in which nothing lies between the two? */
export function canMeetReversed(log: Log, first: number, second: number, effort = new Effort()): boolean {
  const [a, b] = [log.eventOfAccess.get(first), log.eventOfAccess.get(second)];
  if (a === undefined || b === undefined || a.lane === b.lane) return false;
  effort.begin();
  const isTooFar = (needed: Needed) => (needed.get(a.lane) ?? 0) > a.at || (needed.get(b.lane) ?? 0) > b.at;
  /** `last`: sections that stay open. */
  const meets = (wanted: readonly [number, number][], before: Needed, last: ReadonlySet<Section>): boolean => {
    const needed = closed(log, before, wanted, effort);
    if (needed === null || isTooFar(needed) || !effort.mayChoose()) return false;
    for (const sections of log.sections.values()) {
      const open = sections.filter((section) => isOpen(section, needed));
      if (open.filter((section) => last.has(section)).length > 1) return false;
      if (open.length <= 1) continue;
      return open.some((stays) => {
        const others = open.filter((other) => other !== stays);
        if (others.some((other) => last.has(other) || other.to === Number.POSITIVE_INFINITY)) return false;
        const ends = others.map(({ lane, to }): [number, number] => [lane, to + 1]);
        return meets(ends, needed, new Set([...last, stays]));
      });
    }
    return plays(log, needed, effort);
  };
  return meets(
    [
      [a.lane, a.at],
      [b.lane, b.at],
    ],
    new Map(),
    new Set(),
  );
}

const isOpen = ({ lane, from, to }: Section, needed: Needed): boolean => {
  const count = needed.get(lane) ?? 0;
  return count > from && count <= to;
};

/** What must have happened too: what was told before it was learned, the writes that were read. Null: too much effort. */
function closed(log: Log, before: Needed, wanted: readonly [number, number][], effort: Effort): Needed | null {
  const needed = new Map(before);
  const pending: [number, number][] = [...wanted];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [lane, count] = next;
    const from = needed.get(lane) ?? 0;
    if (count <= from) continue;
    needed.set(lane, count);
    const events = log.lanes.get(lane) ?? [];
    for (let at = from; at < count; at++) {
      if (!effort.mayStep()) return null;
      for (const tell of log.tells.get(events[at]) ?? []) pending.push([tell.lane, tell.at + 1]);
      const writer = log.writer.get(events[at].access);
      if (writer !== undefined && writer !== events[at]) pending.push([writer.lane, writer.at + 1]);
    }
  }
  return needed;
}

/** Plays what is needed; false where it gets stuck. */
function plays(log: Log, needed: Needed, effort: Effort): boolean {
  const { accesses } = log;
  const done = new Map<number, number>();
  const holder = new Map<number, number>();
  const value = new Map<number, Event>();
  const told = new Set<Event>();
  const readers = new Readers(log, needed);
  const left = sectionsLeft(log, needed);
  const mayGo = (event: Event): boolean => {
    if (event.access >= 0) {
      const variable = accesses.variable[event.access];
      const site = accesses.sites[accesses.site[event.access]];
      const reads = readsToo(site, accesses.variables[variable].kind);
      if (reads && value.get(variable) !== log.writer.get(event.access)) return false;
      return !isWrite(site) || readers.of(variable, value.get(variable)) <= (reads ? 1 : 0);
    }
    const hub = accesses.sync.hub[event.sync];
    if (accesses.sync.kind[event.sync] !== SyncKind.learn) return true;
    if (accesses.sync.isLock[event.sync] === 0) return (log.tells.get(event) ?? []).every((tell) => told.has(tell));
    const section = log.sectionOf.get(event);
    const isLast = section === undefined || !isOpen(section, needed) || left.get(hub) === 1;
    return isLast && !holder.has(hub);
  };
  const go = (event: Event): void => {
    done.set(event.lane, event.at + 1);
    if (event.access >= 0) {
      const variable = accesses.variable[event.access];
      const site = accesses.sites[accesses.site[event.access]];
      if (readsToo(site, accesses.variables[variable].kind)) readers.hasRead(variable, value.get(variable));
      if (isWrite(site)) value.set(variable, event);
      return;
    }
    const [hub, kind] = [accesses.sync.hub[event.sync], accesses.sync.kind[event.sync]];
    if (kind === SyncKind.tell) told.add(event);
    if (accesses.sync.isLock[event.sync] === 0) return;
    if (kind === SyncKind.learn) {
      holder.set(hub, event.lane);
      left.set(hub, (left.get(hub) ?? 0) - 1);
    } else if (holder.get(hub) === event.lane) holder.delete(hub);
  };
  for (;;) {
    let next: Event | undefined;
    let isOver = true;
    for (const [lane, count] of needed) {
      const at = done.get(lane) ?? 0;
      if (at >= count) continue;
      isOver = false;
      if (!effort.mayStep()) return false;
      const event = log.lanes.get(lane)![at];
      if ((next === undefined || event.order < next.order) && mayGo(event)) next = event;
    }
    if (next === undefined) return isOver;
    go(next);
  }
}

/** By lock: how many of its sections begin in what is needed. */
function sectionsLeft(log: Log, needed: Needed): Map<number, number> {
  const begun = ({ lane, from }: Section) => (needed.get(lane) ?? 0) > from;
  return new Map([...log.sections].map(([hub, sections]) => [hub, sections.filter(begun).length]));
}

/** Of each value of a variable, that is of the write that made it: how many reads have yet to see it. */
class Readers {
  private readonly counts = new Map<number, Map<Event | undefined, number>>();

  constructor(log: Log, needed: Needed) {
    const { variable, variables, site, sites } = log.accesses;
    for (const [lane, count] of needed)
      for (const { access } of (log.lanes.get(lane) ?? []).slice(0, count))
        if (access >= 0 && readsToo(sites[site[access]], variables[variable[access]].kind))
          this.add(variable[access], log.writer.get(access), 1);
  }

  of(variable: number, value: Event | undefined): number {
    return this.counts.get(variable)?.get(value) ?? 0;
  }

  hasRead(variable: number, value: Event | undefined): void {
    this.add(variable, value, -1);
  }

  private add(variable: number, value: Event | undefined, by: number): void {
    let counts = this.counts.get(variable);
    if (counts === undefined) {
      counts = new Map();
      this.counts.set(variable, counts);
    }
    counts.set(value, (counts.get(value) ?? 0) + by);
  }
}
