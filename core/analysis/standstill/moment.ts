/** What every lane and every resource that is waited for was doing at one moment. */
import { type Process, RecordKind, type Trace, WaitOp, WaitResult } from "../../trace/types";
import { WAIT_TARGET } from "../../trace/vocabulary";
import type { HoldIndex, LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../../units";

/** What had been done with a resource by then. Lanes by what they did. */
export interface Uses {
  /** Who put items, got items, set or notified or finished or gave back (what ends waits of the resource's kind). */
  putters: Set<LaneIndex>;
  getters: Set<LaneIndex>;
  wakers: Set<LaneIndex>;
  puts: number;
  gets: number;
  /** Latest SET, CLEAR, NOTIFY and PASSED; -1 = none. */
  setNs: Ns;
  clearNs: Ns;
  notifyNs: Ns;
  passedNs: Ns;
  /** After the latest TASK_DONE; NaN = there was none. */
  unfinished: number;
  /** Semaphore: what it is worth now, and who has taken how many permits more than given back, and where it took the last one. */
  value: number;
  permits: Map<LaneIndex, { count: number; site: SiteIndex }>;
}

export interface Moment {
  trace: Trace;
  atNs: Ns;
  /** The wait that each lane is in: not for time, and not of a worker for work. */
  waitOf: Map<LaneIndex, WaitIndex>;
  /** Workers that wait for their next item. */
  idle: Set<LaneIndex>;
  /** The hold that each resource is in, as far as it was recorded. */
  holdOf: Map<ResourceIndex, HoldIndex>;
  isAlive(lane: LaneIndex): boolean;
  /** Items, rows of the trace's, that were submitted and not over: of a job, or of the whole pool (job 0). */
  pendingItems(pool: number, job: number): readonly number[];
  /** Of resources that some lane waits for. */
  usesOf(resource: ResourceIndex): Uses;
}

export function momentOf(trace: Trace, atNs: Ns): Moment {
  const { waitOf, idle } = waitsAt(trace, atNs);
  const uses = usesAt(trace, atNs, waitOf);
  let pending: Map<string, number[]> | null = null;
  return {
    trace,
    atNs,
    waitOf,
    idle,
    holdOf: holdsAt(trace, atNs),
    isAlive: (lane) => isAlive(trace, lane, atNs),
    pendingItems: (pool, job) => {
      pending ??= pendingAt(trace, atNs);
      return pending.get(`${pool} ${job}`) ?? [];
    },
    usesOf: (resource) => uses.get(resource)!,
  };
}

/** By pool and job, and by pool alone under job 0. */
function pendingAt({ items }: Trace, atNs: Ns): Map<string, number[]> {
  const pending = new Map<string, number[]>();
  const add = (key: string, item: number): void => {
    const known = pending.get(key);
    if (known === undefined) pending.set(key, [item]);
    else known.push(item);
  };
  for (let item = 0; item < items.length; item++) {
    const isOver = items.result[item] !== WaitResult.open && items.endNs[item] <= atNs;
    if (isOver || items.submitNs[item] > atNs || items.result[item] === WaitResult.failed) continue;
    add(`${items.pool[item]} ${items.job[item]}`, item);
    add(`${items.pool[item]} 0`, item);
  }
  return pending;
}

function isAlive({ lanes, processes }: Trace, lane: LaneIndex, atNs: Ns): boolean {
  const { startNs, endNs, ended, process } = lanes[lane];
  if (startNs > atNs || (ended && endNs <= atNs)) return false;
  const owner: Process | undefined = processes[process];
  // With its process every lane ends, whether that was written down or not.
  return process === 0 || owner === undefined || owner.exitCode === null || owner.endNs > atNs;
}

/** One that never ended lasts beyond the last time known. */
function waitsAt(trace: Trace, atNs: Ns): Pick<Moment, "waitOf" | "idle"> {
  const { waits } = trace;
  const waitOf = new Map<LaneIndex, WaitIndex>();
  const idle = new Set<LaneIndex>();
  for (let wait = 0; wait < waits.length; wait++) {
    const isOver = waits.result[wait] !== WaitResult.open && waits.endNs[wait] <= atNs;
    if (isOver || waits.startNs[wait] > atNs || waits.op[wait] === WaitOp.sleep) continue;
    if (waits.op[wait] === WaitOp.idle) {
      idle.add(waits.lane[wait]);
      continue;
    }
    const other = waitOf.get(waits.lane[wait]);
    if (other === undefined || waits.startNs[other] <= waits.startNs[wait]) waitOf.set(waits.lane[wait], wait);
  }
  return { waitOf, idle };
}

function holdsAt({ holds, resources }: Trace, atNs: Ns): Map<ResourceIndex, HoldIndex> {
  const latest = new Int32Array(resources.length).fill(-1);
  const { length, startNs, resource, seq, endNs, closed } = holds;
  for (let hold = 0; hold < length; hold++) {
    if (startNs[hold] > atNs) continue;
    const other = latest[resource[hold]];
    if (other < 0 || seq[other] < seq[hold]) latest[resource[hold]] = hold;
  }
  const lasting = new Map<ResourceIndex, HoldIndex>();
  latest.forEach((hold, index) => {
    if (hold >= 0 && !(closed[hold] && endNs[hold] <= atNs)) lasting.set(index, hold);
  });
  return lasting;
}

const noUses = (value: number): Uses => ({
  putters: new Set(),
  getters: new Set(),
  wakers: new Set(),
  puts: 0,
  gets: 0,
  setNs: -1,
  clearNs: -1,
  notifyNs: -1,
  passedNs: -1,
  unfinished: Number.NaN,
  value,
  permits: new Map(),
});

/** One pass over the events; only resources that are waited for are looked at. */
function usesAt(trace: Trace, atNs: Ns, waitOf: ReadonlyMap<LaneIndex, WaitIndex>): Map<ResourceIndex, Uses> {
  const { waits, events, resources } = trace;
  const uses = new Map<ResourceIndex, Uses>();
  for (const wait of waitOf.values()) {
    const resource = waits.object[wait];
    if (WAIT_TARGET[waits.op[wait]] !== "resource" || resource < 0) continue;
    if (!uses.has(resource)) uses.set(resource, noUses(resources[resource].parameter));
  }
  if (uses.size === 0) return uses;
  for (let event = 0; event < events.length && events.timeNs[event] <= atNs; event++) {
    const of = uses.get(events.resource[event]);
    if (of !== undefined) note(of, trace, event);
  }
  return uses;
}

function note(uses: Uses, { events, lanes }: Trace, event: number): void {
  const [lane, timeNs] = [events.lane[event], events.timeNs[event]];
  const permit = () => {
    const known = uses.permits.get(lane) ?? { count: 0, site: 0 };
    uses.permits.set(lane, known);
    return known;
  };
  switch (events.kind[event]) {
    case RecordKind.put:
      uses.puts++;
      uses.putters.add(lane);
      return;
    case RecordKind.get:
      uses.gets++;
      uses.getters.add(lane);
      return;
    case RecordKind.set:
      uses.setNs = timeNs;
      break;
    case RecordKind.clear:
      uses.clearNs = timeNs;
      return;
    case RecordKind.notify:
      uses.notifyNs = timeNs;
      break;
    case RecordKind.passed:
      uses.passedNs = timeNs;
      return;
    case RecordKind.taskDone:
      uses.unfinished = events.arg[event];
      break;
    case RecordKind.permit:
      uses.value--;
      permit().count++;
      permit().site = events.site[event];
      return;
    case RecordKind.release:
      uses.value += Math.max(1, events.seq[event]);
      permit().count -= Math.max(1, events.seq[event]);
      break;
    default:
      return;
  }
  if (!lanes[lane].internal) uses.wakers.add(lane);
}
