/** Accesses with all that orders them, for who judges data races. Nothing is done where no access was recorded. */

import type { Accesses, AccessSite, SyncRows } from "../../accesses";
import { allRows, type Groups, sortRows } from "../../column";
import type { Items, Pool } from "../../pool-types";
import type { ProcessTables } from "../../process-tables";
import type { RawTables } from "../../raw";
import { type Edges, type Events, type Holds, type Lane, RecordKind, WaitResult, type Waits } from "../../types";
import type { Order } from "../order";
import type { Things } from "../things";
import { Hubs } from "./hubs";
import { orderByEdges, orderByEnds, orderByResults, orderBySteps } from "./lives";
import { orderByLocks } from "./locks";
import { orderByObjects } from "./objects";

/** What the snapshot knows by then. */
export interface AccessContext {
  raw: RawTables;
  order: Order;
  processes: readonly ProcessTables[];
  siteIndex: Uint32Array;
  lanes: readonly Lane[];
  things: Things;
  poolIndex: Int32Array;
  pools: readonly Pool[];
  items: Items;
  holds: Holds;
  holdObject: Uint32Array;
  events: Events;
  eventIndex: Uint32Array;
  eventsOfObject: Groups;
  waits: Waits;
  waitObject: Int32Array;
  /** The raw hold or raw event that each wait got; -1 = none. */
  got: Int32Array;
  edges: Edges;
  processOf(pid: number, waiter: number, untilNs: number): number;
}

/** The accesses themselves, by time. */
export type AccessColumns = Omit<Accesses, "sync" | "knownUntilNs" | "areLocksWhole">;

export interface Learned {
  lane: number;
  timeNs: number;
  object: number;
  told: number;
}

export interface SyncSources extends AccessContext {
  originNs: number;
  laneIndex: Int32Array;
  /** Event that a wait got → the wait. */
  waitOf: ReadonlyMap<number, number>;
  learnedBy(op: number): readonly Learned[];
  learnedOf(op: number, object: number): Learned[];
  succeededWaits(op: number, object: number): number[];
}

export function deriveAccesses(context: AccessContext): Accesses | undefined {
  if (context.raw.accesses.length === 0) return undefined;
  const columns = columnsOf(context);
  return {
    ...columns,
    sync: syncOf(context, columns),
    knownUntilNs: knownUntil(context),
    areLocksWhole: context.raw.objects.cells.size === 0,
  };
}

/** What orders the lanes, of a trace that may have no accesses. Worked out when somebody asks. */
export function laneOrder(context: AccessContext, accesses: Accesses | undefined): () => SyncRows {
  let rows = accesses?.sync;
  return () => {
    rows ??= syncOf(context, columnsOf(context));
    return rows;
  };
}

function syncOf(context: AccessContext, columns: AccessColumns): SyncRows {
  const sources = sourcesOf(context);
  const hubs = new Hubs();
  orderByEdges(sources, hubs);
  orderByLocks(sources, columns, hubs);
  orderByObjects(sources, hubs);
  orderByEnds(sources, hubs);
  orderByResults(sources, hubs);
  orderBySteps(sources, hubs);
  return hubs.table();
}

function sourcesOf(context: AccessContext): SyncSources {
  const { raw, order, things, waits, waitObject, got, eventIndex } = context;
  const { originNs, laneIndex } = order;
  const waitOf = new Map<number, number>();
  const succeeded = new Map<number, number[]>();
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.result[wait] !== WaitResult.got) continue;
    if (got[wait] >= 0 && waits.op[wait] !== 1) waitOf.set(eventIndex[got[wait]], wait);
    const known = succeeded.get(waits.op[wait]);
    if (known === undefined) succeeded.set(waits.op[wait], [wait]);
    else known.push(wait);
  }
  const learned = new Map<number, Learned[]>();
  const from = raw.learned;
  for (let row = 0; row < from.length; row++) {
    if (from.kind[row] !== RecordKind.learned) continue;
    const one = {
      lane: laneIndex[from.lane[row]],
      timeNs: from.timeNs[row] - originNs,
      object: from.object[row],
      told: from.told[row],
    };
    const known = learned.get(from.op[row]);
    if (known === undefined) learned.set(from.op[row], [one]);
    else known.push(one);
  }
  const learnedBy = (op: number) => learned.get(op) ?? [];
  return {
    ...context,
    originNs,
    laneIndex,
    waitOf,
    learnedBy,
    learnedOf: (op, object) => learnedBy(op).filter((one) => one.object >= 0 && things.objectOf[one.object] === object),
    succeededWaits: (op, object) => (succeeded.get(op) ?? []).filter((wait) => waitObject[wait] === object),
  };
}

/**
 * Of a process's own locks each change of hands is recorded whatever happens; of other objects that were used too often, and of locks
 * that several processes have, nothing more.
 */
function knownUntil({ raw, order, lanes, things, holds, holdObject, events, eventsOfObject }: AccessContext): number {
  let untilNs = Number.POSITIVE_INFINITY;
  for (const object of raw.objects.cells.keys()) {
    const { kind } = things.things.find(({ members }) => members.includes(object))?.birth ?? { kind: 0 };
    if (kind === 1 || kind === 2) {
      if (things.isShared[things.objectOf[object]] === 0) continue;
      const process = order.processRank[raw.objects.process[object]];
      let lastNs = 0;
      for (let hold = 0; hold < holds.length; hold++)
        if (holdObject[hold] === things.objectOf[object] && lanes[holds.lane[hold]].process === process)
          lastNs = Math.max(lastNs, holds.startNs[hold]);
      untilNs = Math.min(untilNs, lastNs);
      continue;
    }
    const { offsets, rows } = eventsOfObject;
    const last = rows[offsets[things.objectOf[object] + 1] - 1];
    untilNs = Math.min(untilNs, last === undefined ? 0 : events.timeNs[last]);
  }
  return untilNs;
}

/**
 * By time; a variable or site of which the side tables say nothing yet is left out. So is what the program's finalizers do in a
 * thread of Raceway: the garbage collector runs them in whichever thread it begins in.
 */
function columnsOf({ raw, order, processes, siteIndex }: AccessContext): AccessColumns {
  const from = raw.accesses;
  const numbers = new Numbers(processes, order, siteIndex);
  const rows = sortRows(allRows(from.length), from.timeNs).filter(
    (row) =>
      !raw.lanes[from.thread[row]].internal &&
      numbers.variable(from.process[row], from.variable[row]) >= 0 &&
      numbers.site(from.process[row], from.site[row]) >= 0,
  );
  const { length } = rows;
  const timeNs = new Float64Array(length);
  const [actor, thread, variable, site] = [0, 0, 0, 0].map(() => new Uint32Array(length));
  rows.forEach((row, index) => {
    timeNs[index] = Math.max(0, from.timeNs[row] - order.originNs);
    actor[index] = order.laneIndex[from.actor[row]];
    thread[index] = order.laneIndex[from.thread[row]];
    variable[index] = numbers.variable(from.process[row], from.variable[row]);
    site[index] = numbers.site(from.process[row], from.site[row]);
  });
  return { length, timeNs, actor, thread, variable, site, variables: numbers.variables, sites: numbers.sites };
}

/** Numbers of the side tables of all processes → rows of one table each. */
class Numbers {
  readonly variables: Accesses["variables"] = [];
  readonly sites: AccessSite[] = [];
  private readonly known = new Map<string, number>();

  constructor(
    private readonly processes: readonly ProcessTables[],
    private readonly order: Order,
    private readonly siteIndex: Uint32Array,
  ) {}

  variable(process: number, id: number): number {
    const number = `${process} variable ${id}`;
    const known = this.known.get(number);
    if (known !== undefined) return known;
    const { races } = this.processes[process];
    const row = races.variables.get(id);
    let index = -1;
    if (row !== undefined) {
      const complete = races.noted.get(id)?.complete ?? false;
      const { kind, scope, name, object, type, key } = row;
      // What holds it may have another name in each process, its attribute has not.
      const shared = key === "" ? undefined : `${key} ${kind} ${kind === "attribute" ? name.split(".").pop() : ""}`;
      const everywhere = shared === undefined ? undefined : this.known.get(shared);
      if (everywhere !== undefined) {
        this.variables[everywhere].complete &&= complete;
        index = everywhere;
      } else {
        const rank = this.order.processRank[process];
        const lockKey = key.replace(/\[.*$/, "");
        index = this.variables.push({ process: rank, kind, scope, name, object, type, lockKey, complete }) - 1;
        if (shared !== undefined) this.known.set(shared, index);
      }
    }
    this.known.set(number, index);
    return index;
  }

  site(process: number, id: number): number {
    const key = `${process} site ${id}`;
    const index = this.known.get(key);
    if (index !== undefined) return index;
    const tables = this.processes[process];
    const row = tables.races.accesses.get(id);
    const raw = tables.siteOfAccess(id);
    if (row === undefined || raw === undefined) {
      this.known.set(key, -1);
      return -1;
    }
    const of: number[] = [];
    const { does, op, flags, function: name } = row;
    const site = this.siteIndex[raw];
    const at =
      this.sites.push({
        site,
        process: this.order.processRank[process],
        function: name,
        does,
        op,
        flags: new Set(flags),
        of,
      }) - 1;
    this.known.set(key, at);
    for (const read of row.of) {
      const other = this.site(process, read);
      if (other >= 0) of.push(other);
    }
    return at;
  }
}
