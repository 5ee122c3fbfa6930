/** The log of a run as predictions need it: what each lane did, in order, and what must stay as it was in any other schedule. */
import { type Accesses, type AccessSite, isWrite, SyncKind } from "../trace/accesses";

export interface Event {
  lane: number;
  /** Row of `Accesses`, or -1. */
  access: number;
  /** Row of `SyncRows`, or -1. */
  sync: number;
  /** Its place in its lane, and in the run. */
  at: number;
  order: number;
}

export interface Section {
  lane: number;
  /** Places in the lane of the taking and the letting go; Infinity = it was not let go. */
  from: number;
  to: number;
}

/** The log as what each lane did, in order. */
export class Log {
  readonly lanes = new Map<number, Event[]>();
  readonly eventOfAccess = new Map<number, Event>();
  /** Of a learn that is no lock's: the tells before it, but for those that its lane learned of from the same hub earlier. */
  readonly tells = new Map<Event, Event[]>();
  /** Of a read: the write whose value it saw, by whomever. */
  readonly writer = new Map<number, Event>();
  /** By lock. */
  readonly sections = new Map<number, Section[]>();
  readonly sectionOf = new Map<Event, Section>();
  private events = 0;

  constructor(readonly accesses: Accesses) {
    const { sync, timeNs, length } = accesses;
    const toldBy = new Map<number, Event[]>();
    const learned = new Map<string, number>();
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
        } else {
          const told = toldBy.get(hub) ?? [];
          const key = `${hub} ${event.lane}`;
          this.tells.set(event, told.slice(learned.get(key) ?? 0));
          learned.set(key, told.length);
        }
        next++;
      } else {
        const event = this.add(accesses.actor[row], row, -1);
        this.eventOfAccess.set(row, event);
        const variable = accesses.variable[row];
        const site = accesses.sites[accesses.site[row]];
        const before = lastWrite.get(variable);
        if (before !== undefined && readsToo(site, accesses.variables[variable].kind)) this.writer.set(row, before);
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
    const event = { lane, access, sync, at: events.length, order: this.events++ };
    events.push(event);
    return event;
  }
}

/** Whatever is done to a container as a whole depends on what is in it. */
export const readsToo = (site: AccessSite, kind: string): boolean =>
  !isWrite(site) || site.does === "update" || kind === "container" || site.op !== "store";
