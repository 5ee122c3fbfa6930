/** What stands where from top to bottom. Rows are data: the page gives them words, the painter pixels. */

import { Arranged, knownPins } from "./arranged";
import { AS_STARTED } from "./arrangement";
import type { Folds } from "./folds";
import { type Families, type Family, familiesOf } from "./lane-families";
import type { Model } from "./model";
import { rowNamed } from "./row-keys";
import { family } from "./tracks";

export type GroupTitle =
  | { kind: "process"; process: number }
  | { kind: "daemon"; process: number }
  | { kind: "pool"; pool: number }
  /** `loop`: the thread whose event loop runs them, -1 = not known. */
  | { kind: "tasks"; process: number; loop: number }
  | { kind: "alike"; process: number; stem: string }
  | { kind: "internal"; process: number }
  | { kind: "untraced" }
  | { kind: "resources" };

interface Placed {
  /** Rows of one kind within one thing are siblings: the id of a group, or one of the places below. */
  within: string;
  yPx: number;
  heightPx: number;
}
export interface GroupRow extends Placed {
  kind: "group";
  /** Names the group across rebuilds. */
  id: string;
  title: GroupTitle;
  /** Its lanes or tracks, not those of groups within. */
  count: number;
  collapsed: boolean;
  /** Of a closed group: all lanes that it hides. */
  hidden: number[];
  /** How deep it lies within other groups. */
  level: number;
}
export interface LaneRow extends Placed {
  kind: "lane";
  lane: number;
  level: number;
  /** Room for the items that it ran, above its bar; 0 = it never ran one. */
  itemsPx: number;
}
export interface TrackRow extends Placed {
  kind: "track";
  resource: number;
  /** Height of the strip above that shows how many lanes wait, 0 = nobody ever did. */
  waitersPx: number;
}
/** How many of a pool's workers are busy; above, how many items wait for one. It stands below the pool's heading. */
export interface PoolRow extends Placed {
  kind: "pool";
  pool: number;
  level: number;
  /** Height of the strip above that shows what is queued, 0 = nothing ever was. */
  queuePx: number;
}
/** How much of the time lanes of a process wanted the GIL and did not have it. */
export interface GilRow extends Placed {
  kind: "gil";
  process: number;
}
export type Row = GroupRow | LaneRow | TrackRow | PoolRow | GilRow;

export const LANE_PX = 34;
/** The bar inside a lane's row: so much room above it (and above that its items), so much for itself. */
export const LANE_BAR = { topPx: 5, heightPx: 24 };
/** The bar of an item, above that of its worker; narrower ones have none. */
export const ITEM_BAR = { topPx: 4, heightPx: 14 };
export const ITEM_LEAST_PX = 4;
const GROUP_PX = 28;
const BAND_PX = 34;
const LEVEL_PX = 48;
const WAITERS_PX = 16;
const WAITERS_ONLY_PX = 34;
const POOL_PX = 46;
const QUEUE_PX = 18;
const GIL_PX = 40;

export interface RowLayout {
  rows: Row[];
  heightPx: number;
  /** So many of the first rows stay at the top of the window while the others scroll (window-rows.ts). */
  pinned: number;
}
export const NO_ROWS: RowLayout = { rows: [], heightPx: 0, pinned: 0 };

/** Where rows stand that are in no group. */
export const PINNED = "pinned";
const TOP = "";

/**
 * @param folds which groups are closed
 * @param resources those that have a row, from top to bottom
 */
export function layoutRows(
  model: Model,
  folds: Folds,
  resources: readonly number[] = busiestResources(model),
  arranged: Arranged = new Arranged(model, AS_STARTED),
): RowLayout {
  const { trace } = model;
  const { families } = arranged;
  const builder = new Builder(model, folds, families.tasksOf, arranged);
  builder.pins(knownPins(model, arranged.arrangement));
  const several = trace.processes.length > 1;
  const order = arranged.inOrder("processes", [...families.processes.keys()]);
  arranged.siblings.set(TOP, order);
  order.forEach((process) => {
    const family = families.processes[process];
    const { threads, alike, daemons, internal, tasks } = family;
    const lanes = lanesOf(family, families.tasksOf).filter((lane) => arranged.isShown(lane));
    const pools = family.pools.filter(({ pool, lanes: workers }) => builder.showsPool(pool, workers));
    if (lanes.length === 0 && pools.length === 0) return;
    const content = () => {
      builder.lanes(threads);
      for (const { stem, lanes: same } of alike) builder.group({ kind: "alike", process, stem }, same);
      const byPool = new Map(pools.map(({ pool, lanes: workers }) => [pool, workers]));
      for (const pool of arranged.inOrder("pools", [...byPool.keys()])) builder.pool(pool, byPool.get(pool)!);
      builder.group({ kind: "tasks", process, loop: -1 }, tasks);
      builder.group({ kind: "daemon", process }, daemons);
      builder.group({ kind: "internal", process }, internal, true);
    };
    // The lanes of the only process need no heading at the very top.
    if (several) builder.within({ kind: "process", process }, lanes.length, content, lanes);
    else content();
  });
  builder.group({ kind: "untraced" }, families.untraced);
  // Always last, however many lanes there are: one place to look, one key to go there.
  builder.tracks(resources);
  return builder.done();
}

function lanesOf(family: Family, tasksOf: Families["tasksOf"]): number[] {
  const { threads, alike, pools, daemons, internal, tasks } = family;
  const all = [threads, alike.map(({ lanes }) => lanes), pools.map(({ lanes }) => lanes), daemons, internal, tasks];
  return all.flat(2).flatMap((lane) => [lane, ...(tasksOf.get(lane) ?? [])]);
}

export function groupId(title: GroupTitle): string {
  switch (title.kind) {
    case "pool":
      return `pool:${title.pool}`;
    case "tasks":
      return `tasks:${title.process}:${title.loop}`;
    case "alike":
      return `alike:${title.process}:${title.stem}`;
    case "untraced":
    case "resources":
      return title.kind;
    default:
      return `${title.kind}:${title.process}`;
  }
}

/** Closed groups that hide a lane, from the outside in: to open them brings it to light. */
export function groupsAround(model: Model, lane: number): string[] {
  const { trace } = model;
  const { lanes, pools } = trace;
  const { processes, untraced } = familiesOf(trace);
  const { kind, loop, process } = lanes[lane];
  if (untraced.includes(lane)) return ["untraced"];
  if (kind === "task" && loop >= 0 && loop !== lane && !lanes[lane].internal)
    return [...groupsAround(model, loop), groupId({ kind: "tasks", process: lanes[loop].process, loop })];
  for (const [home, { alike, pools: own, daemons, internal, tasks }] of processes.entries()) {
    const heading = groupId({ kind: "process", process: home });
    const worker = own.find(({ lanes: workers }) => workers.includes(lane));
    if (worker) return [groupId({ kind: "process", process: pools[worker.pool].process }), `pool:${worker.pool}`];
    const same = alike.find(({ lanes: others }) => others.includes(lane));
    if (same) return [heading, groupId({ kind: "alike", process: home, stem: same.stem })];
    if (daemons.includes(lane)) return [heading, groupId({ kind: "daemon", process: home })];
    if (internal.includes(lane)) return [heading, groupId({ kind: "internal", process: home })];
    if (tasks.includes(lane)) return [heading, groupId({ kind: "tasks", process: home, loop: -1 })];
  }
  return [groupId({ kind: "process", process })];
}

/**
 * Those that anything happened to: most waited for first, then most used.
 * @param settled rows that stand already: they keep their order, so that nothing jumps while one looks at it
 */
export function busiestResources(model: Model, settled: readonly number[] = []): number[] {
  const { waitedNs, uses } = model;
  const isSettled = new Set(settled);
  const sorted = indexes(model.trace.resources, (_, resource) => uses[resource] > 0 && !isSettled.has(resource)).sort(
    (a, b) => waitedNs[b] - waitedNs[a] || uses[b] - uses[a] || a - b,
  );
  return [...settled.filter((resource) => uses[resource] > 0), ...sorted];
}

/** Top of a lane's bar, below the top of its row. */
export function barTopPx({ itemsPx }: LaneRow): number {
  return LANE_BAR.topPx + itemsPx;
}

class Builder {
  readonly #rows: Row[] = [];
  #pinned = 0;
  #yPx = 0;
  #level = 0;
  #within = TOP;

  constructor(
    readonly model: Model,
    readonly folds: Folds,
    readonly tasksOf: Families["tasksOf"],
    readonly arranged: Arranged,
  ) {}

  /** Before all others. */
  pins(keys: readonly string[]): void {
    this.#within = PINNED;
    for (const { kind, index } of keys.map((key) => rowNamed(key)!)) {
      if (kind === "lane") this.#lane(index);
      else if (kind === "track") this.#track(index);
      else if (kind === "use") this.#use(index);
      else this.#gil(index);
    }
    this.#pinned = this.#rows.length;
    this.#within = TOP;
  }

  /** Each with the tasks of its event loop beneath it. */
  lanes(lanes: readonly number[]): void {
    for (const lane of this.arranged.lanesOf(this.#within, lanes)) {
      if (this.arranged.isShown(lane)) this.#lane(lane);
      const { process } = this.model.trace.lanes[lane];
      this.group({ kind: "tasks", process, loop: lane }, this.tasksOf.get(lane) ?? []);
    }
  }

  /** @param quiet closed at first */
  group(title: GroupTitle, lanes: readonly number[], quiet = false): void {
    const isShown = (lane: number) => this.arranged.isShown(lane);
    const all = lanes.flatMap((lane) => [lane, ...(this.tasksOf.get(lane) ?? [])]).filter(isShown);
    if (all.length === 0) return;
    this.within(title, lanes.filter(isShown).length, () => this.lanes(lanes), all, quiet);
  }

  /** What its name says belongs to it: it is shown with any of its workers. */
  showsPool(pool: number, workers: readonly number[]): boolean {
    const { arranged } = this;
    return !arranged.filters || arranged.matchesPool(pool) || workers.some((lane) => arranged.isShown(lane));
  }

  pool(pool: number, workers: readonly number[]): void {
    const title: GroupTitle = { kind: "pool", pool };
    // What its workers do stands on its track.
    const closed = this.#heading(title, workers.length, false, []);
    this.#inside(title, () => {
      if (this.arranged.showsPool(pool)) this.#use(pool);
      if (!closed) this.lanes(workers);
    });
  }

  /** What `content` adds is hidden where the group is closed. */
  within(title: GroupTitle, count: number, content: () => void, lanes: readonly number[], quiet = false): void {
    if (!this.#heading(title, count, quiet, lanes)) this.#inside(title, content);
  }

  tracks(resources: readonly number[]): void {
    const { model, arranged } = this;
    const estimated = indexes(
      model.trace.processes,
      (_, process) => model.gil(process) !== null && arranged.showsGil(process),
    );
    const order = arranged.inOrder("tracks", resources);
    arranged.siblings.set("resources", order);
    const shown = order.filter((resource) => arranged.showsTrack(resource));
    if (shown.length + estimated.length === 0) return;
    const content = () => {
      for (const process of estimated) this.#gil(process);
      for (const resource of shown) this.#track(resource);
    };
    this.within({ kind: "resources" }, shown.length + estimated.length, content, []);
  }

  done(): RowLayout {
    return { rows: this.#rows, heightPx: this.#yPx, pinned: this.#pinned };
  }

  #lane(lane: number): void {
    const itemsPx = this.model.items.ofLane.lengthOf(lane) > 0 ? ITEM_BAR.heightPx : 0;
    this.#push({ kind: "lane", lane, level: this.#level, itemsPx, ...this.#place(LANE_PX + itemsPx) });
  }

  #track(resource: number): void {
    const { trace, byResource } = this.model;
    const waited = byResource.waits.lengthOf(resource) > 0;
    const kind = family(trace.resources[resource].kind);
    const bodyPx = kind === "lock" || kind === "event" ? BAND_PX : kind === "other" ? 0 : LEVEL_PX;
    const waitersPx = waited ? (bodyPx === 0 ? WAITERS_ONLY_PX : WAITERS_PX) : 0;
    this.#push({ kind: "track", resource, waitersPx, ...this.#place(Math.max(bodyPx + waitersPx, BAND_PX)) });
  }

  #use(pool: number): void {
    const queuePx = this.model.pool(pool).queued === null ? 0 : QUEUE_PX;
    this.#push({ kind: "pool", pool, level: this.#level, queuePx, ...this.#place(POOL_PX + queuePx) });
  }

  #gil(process: number): void {
    this.#push({ kind: "gil", process, ...this.#place(GIL_PX) });
  }

  /** True when its members are hidden. A track's group is short or is what one looks for: it is open. */
  #heading(title: GroupTitle, count: number, quiet: boolean, lanes: readonly number[]): boolean {
    const id = groupId(title);
    const many = title.kind === "resources" || title.kind === "process" ? 0 : count;
    const collapsed = this.folds.isClosed(id, many, quiet);
    const hidden = collapsed ? [...lanes] : [];
    this.#push({ kind: "group", id, title, count, collapsed, hidden, level: this.#level, ...this.#place(GROUP_PX) });
    return collapsed;
  }

  #inside(title: GroupTitle, content: () => void): void {
    const outer = this.#within;
    this.#within = groupId(title);
    this.#level++;
    content();
    this.#level--;
    this.#within = outer;
  }

  #place(heightPx: number): Placed {
    return { within: this.#within, yPx: this.#yPx, heightPx };
  }

  #push(row: Row): void {
    this.#rows.push(row);
    this.#yPx += row.heightPx;
  }
}

function indexes<T>(table: readonly T[], keep: (row: T, index: number) => boolean): number[] {
  const out: number[] = [];
  table.forEach((row, index) => {
    if (keep(row, index)) out.push(index);
  });
  return out;
}
