/** What events, semaphores, barriers and queues order. */
import { groupOf } from "../../column";
import { RESOURCE_KINDS, RecordKind, WaitOp } from "../../types";
import type { Thing } from "../things";
import type { Hubs } from "./hubs";
import type { SyncSources } from "./index";

export function orderByObjects(sources: SyncSources, hubs: Hubs): void {
  const { things } = sources;
  for (const thing of things.things) {
    if (thing.isPool) continue;
    const kind = RESOURCE_KINDS[thing.birth.kind];
    const rows = groupOf(sources.eventsOfObject, thing.object);
    if (kind === "event") orderByEvent(sources, thing, rows, hubs);
    else if (kind === "semaphore" || kind === "bounded-semaphore") orderByPermits(sources, thing, rows, hubs);
    else if (kind === "barrier") orderByRounds(sources, thing, rows, hubs);
    else if (kind === "condition") orderByNotices(sources, thing, rows, hubs);
    else if (rows.length > 0) orderByRoom(sources, thing, rows, hubs);
  }
}

const isKind = ({ events }: SyncSources, rows: Uint32Array, kind: number): Uint32Array =>
  rows.filter((row) => events.kind[row] === kind);

/**
 * Who finds it set, or is woken by it, knows what all did that set it since it was last cleared. An *era* is from the first set to
 * the next clear.
 */
function orderByEvent(sources: SyncSources, { object }: Thing, rows: Uint32Array, hubs: Hubs): void {
  const { events, waitOf, waits } = sources;
  const eras: { hub: number; startNs: number; setsNs: number[] }[] = [];
  let isSet = false;
  for (const row of rows) {
    if (events.kind[row] === RecordKind.clear) isSet = false;
    else if (events.kind[row] === RecordKind.set) {
      if (!isSet) eras.push({ hub: hubs.hubOfItsOwn(), startNs: events.timeNs[row], setsNs: [] });
      isSet = true;
      const era = eras[eras.length - 1];
      era.setsNs.push(events.timeNs[row]);
      hubs.tell(events.lane[row], events.timeNs[row], era.hub);
    }
  }
  const starts = Float64Array.from(eras, ({ startNs }) => startNs);
  /** The last era that began by then. */
  const eraAt = (timeNs: number) => {
    let at = starts.length - 1;
    while (at >= 0 && starts[at] > timeNs) at--;
    return at;
  };
  for (const row of isKind(sources, rows, RecordKind.passed)) {
    const wait = waitOf.get(row);
    const last = eraAt(events.timeNs[row]);
    // Woken in an era that may be over by now.
    const first = wait === undefined ? last : Math.max(0, eraAt(waits.startNs[wait]));
    const [from] = [first, first + 1].filter(
      (at) => at >= 0 && at <= last && wasSetAfter(eras[at].setsNs, wait, waits),
    );
    const era = from ?? last;
    if (era >= 0) hubs.learn(events.lane[row], events.timeNs[row], eras[era].hub);
  }
  for (const { lane, timeNs } of sources.learnedOf(WaitOp.event, object)) {
    const era = eraAt(timeNs);
    if (era >= 0) hubs.learn(lane, timeNs, eras[era].hub);
  }
}

const wasSetAfter = (setsNs: number[], wait: number | undefined, { startNs }: SyncSources["waits"]): boolean =>
  wait === undefined || setsNs[setsNs.length - 1] >= startNs[wait];

/** Of a semaphore of n, permit number k was there because number k − n had been given back: one of 1 orders, one of 3 does not. */
function orderByPermits(sources: SyncSources, { birth }: Thing, rows: Uint32Array, hubs: Hubs): void {
  const { events } = sources;
  /** Of each time that permits were given back: its hub, and how many there were by then. */
  const backs: number[] = [];
  const totals: number[] = [];
  let total = 0;
  for (const row of isKind(sources, rows, RecordKind.release)) {
    const hub = hubs.hubOfItsOwn();
    hubs.tell(events.lane[row], events.timeNs[row], hub);
    total += Math.max(1, events.seq[row]);
    backs.push(hub);
    totals.push(total);
  }
  for (const row of isKind(sources, rows, RecordKind.permit)) {
    const number = events.seq[row] - birth.parameter;
    if (number >= 1 && number <= total)
      hubs.learn(events.lane[row], events.timeNs[row], backs[firstOf(totals, number)]);
  }
}

/** The first of the growing numbers that is no smaller. */
function firstOf(growing: readonly number[], number: number): number {
  let [from, to] = [0, growing.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (growing[middle] < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Who leaves a barrier knows what all of the round had done before they came. */
function orderByRounds(sources: SyncSources, thing: Thing, rows: Uint32Array, hubs: Hubs): void {
  const { events, waitOf, waits, things } = sources;
  const passed = isKind(sources, rows, RecordKind.passed);
  const rounds = new Map<number, number[]>();
  passed.forEach((row, nth) => {
    const isNumbered = things.isShared[thing.object] === 0;
    const round = isNumbered ? events.seq[row] : Math.floor(nth / Math.max(1, thing.birth.parameter));
    const known = rounds.get(round);
    if (known === undefined) rounds.set(round, [row]);
    else known.push(row);
  });
  let lastRoundNs = Number.NEGATIVE_INFINITY;
  const begun = sources.learnedOf(WaitOp.barrier, thing.object);
  for (const round of rounds.values()) {
    const hub = hubs.hubOfItsOwn();
    // The last to come does not wait, and may note last that it went on.
    const firstNs = Math.min(...round.map((row) => events.timeNs[row]));
    for (const row of round) {
      const wait = waitOf.get(row);
      hubs.tell(events.lane[row], Math.min(firstNs, wait === undefined ? firstNs : waits.startNs[wait]), hub);
      hubs.learn(events.lane[row], events.timeNs[row], hub);
    }
    // The last to come runs the barrier's action before anyone goes on.
    for (const { lane, timeNs } of begun) {
      const isOfRound = timeNs <= firstNs && !(timeNs <= lastRoundNs);
      if (isOfRound) hubs.learn(lane, timeNs, hub);
    }
    lastRoundNs = firstNs;
  }
}

/** Who is notified knows what the one did that notified. */
function orderByNotices(sources: SyncSources, { object }: Thing, rows: Uint32Array, hubs: Hubs): void {
  const { events, waits } = sources;
  const hub = hubs.hubOfItsOwn();
  for (const row of isKind(sources, rows, RecordKind.notify)) hubs.tell(events.lane[row], events.timeNs[row], hub);
  for (const wait of sources.succeededWaits(WaitOp.condition, object))
    hubs.learn(waits.lane[wait], waits.endNs[wait], hub);
}

/** A get of which nobody can tell whose item it took (one object that is in the queue twice) may have taken that of any put before it. */
function orderByAnyPut(sources: SyncSources, rows: Uint32Array, hubs: Hubs): void {
  const { events, eventIndex, raw } = sources;
  const known = new Set<number>();
  for (const [get, put] of raw.took) if (put > 0) known.add(eventIndex[get]);
  const gets = isKind(sources, rows, RecordKind.get).filter((get) => !known.has(get));
  if (gets.length === 0) return;
  const hub = hubs.hubOfItsOwn();
  for (const put of isKind(sources, rows, RecordKind.put)) hubs.tell(events.lane[put], events.timeNs[put], hub);
  for (const get of gets) hubs.learn(events.lane[get], events.timeNs[get], hub);
}

/** The kinds of which a TOOK tells whose item a get took. */
const IS_TOLD_BY_TOOK: ReadonlySet<string> = new Set(["lifo-queue", "priority-queue", "simple-queue"]);

/** Put number n of a queue with room for m items came after get n − m; who joins a queue knows what all did that finished an item. */
function orderByRoom(sources: SyncSources, { object, birth }: Thing, rows: Uint32Array, hubs: Hubs): void {
  const { events, waits } = sources;
  const room = birth.parameter;
  const kind = RESOURCE_KINDS[birth.kind];
  if (IS_TOLD_BY_TOOK.has(kind) && sources.things.isShared[object] === 0) orderByAnyPut(sources, rows, hubs);
  const isFifo = kind.endsWith("queue");
  if (room > 0 && isFifo) {
    const gets = new Map<number, number>();
    for (const row of isKind(sources, rows, RecordKind.get)) gets.set(events.seq[row], row);
    for (const put of isKind(sources, rows, RecordKind.put)) {
      const get = gets.get(events.seq[put] - room);
      if (get !== undefined) hubs.edge(events.lane[get], events.timeNs[get], events.lane[put], events.timeNs[put]);
    }
  }
  const done = isKind(sources, rows, RecordKind.taskDone);
  if (done.length === 0) return;
  const hub = hubs.hubOfItsOwn();
  for (const row of done) hubs.tell(events.lane[row], events.timeNs[row], hub);
  for (const wait of sources.succeededWaits(WaitOp.queueJoin, object))
    hubs.learn(waits.lane[wait], waits.endNs[wait], hub);
  for (const { lane, timeNs } of sources.learnedOf(WaitOp.queueJoin, object)) hubs.learn(lane, timeNs, hub);
}
