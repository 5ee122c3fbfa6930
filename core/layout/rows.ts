/** What stands where from top to bottom. Rows are data: the page gives them words, the painter pixels. */
import type { Folds } from "./folds";
import { type Families, type Family, familiesOf } from "./lane-families";
import type { Model } from "./model";
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
}

/**
 * @param folds which groups are closed
 * @param resources those that have a row, from top to bottom
 */
export function layoutRows(
  model: Model,
  folds: Folds,
  resources: readonly number[] = busiestResources(model),
): RowLayout {
  const { trace } = model;
  const families = familiesOf(trace);
  const builder = new Builder(model, folds, families.tasksOf);
  const several = trace.processes.length > 1;
  families.processes.forEach((family, process) => {
    const { threads, alike, pools, daemons, internal, tasks } = family;
    const lanes = lanesOf(family, families.tasksOf);
    if (lanes.length === 0 && pools.length === 0) return;
    const content = () => {
      builder.lanes(threads);
      for (const { stem, lanes: same } of alike) builder.group({ kind: "alike", process, stem }, same);
      for (const { pool, lanes: workers } of pools) builder.pool(pool, workers);
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

/** The row at a height, undefined between and below. */
export function rowAt(layout: RowLayout, yPx: number): Row | undefined {
  const { rows } = layout;
  const row = rows[firstRowBelow(layout, yPx)];
  return row && row.yPx <= yPx ? row : undefined;
}

/** Index of the first row whose lower edge is below `yPx`. */
export function firstRowBelow({ rows }: RowLayout, yPx: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle].yPx + rows[middle].heightPx <= yPx) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows that [topPx, topPx + heightPx) shows. */
export function visibleRows(layout: RowLayout, topPx: number, heightPx: number): Row[] {
  const first = firstRowBelow(layout, topPx);
  let end = first;
  while (end < layout.rows.length && layout.rows[end].yPx < topPx + heightPx) end++;
  return layout.rows.slice(first, end);
}

class Builder {
  readonly #rows: Row[] = [];
  #yPx = 0;
  #level = 0;

  constructor(
    readonly model: Model,
    readonly folds: Folds,
    readonly tasksOf: Families["tasksOf"],
  ) {}

  /** Each with the tasks of its event loop beneath it. */
  lanes(lanes: readonly number[]): void {
    for (const lane of lanes) {
      const itemsPx = this.model.items.ofLane.lengthOf(lane) > 0 ? ITEM_BAR.heightPx : 0;
      const heightPx = LANE_PX + itemsPx;
      this.#push({ kind: "lane", lane, level: this.#level, itemsPx, yPx: this.#yPx, heightPx });
      const { process } = this.model.trace.lanes[lane];
      this.group({ kind: "tasks", process, loop: lane }, this.tasksOf.get(lane) ?? []);
    }
  }

  /** @param quiet closed at first */
  group(title: GroupTitle, lanes: readonly number[], quiet = false): void {
    if (lanes.length === 0) return;
    const all = lanes.flatMap((lane) => [lane, ...(this.tasksOf.get(lane) ?? [])]);
    this.within(title, lanes.length, () => this.lanes(lanes), all, quiet);
  }

  pool(pool: number, workers: readonly number[]): void {
    // What its workers do stands on its track.
    const closed = this.#heading({ kind: "pool", pool }, workers.length, false, []);
    this.#level++;
    const queuePx = this.model.pool(pool).queued === null ? 0 : QUEUE_PX;
    const heightPx = POOL_PX + queuePx;
    this.#push({ kind: "pool", pool, level: this.#level, queuePx, yPx: this.#yPx, heightPx });
    if (!closed) this.lanes(workers);
    this.#level--;
  }

  /** What `content` adds is hidden where the group is closed. */
  within(title: GroupTitle, count: number, content: () => void, lanes: readonly number[], quiet = false): void {
    if (this.#heading(title, count, quiet, lanes)) return;
    this.#level++;
    content();
    this.#level--;
  }

  tracks(resources: readonly number[]): void {
    const { trace, byResource, gil } = this.model;
    const estimated = indexes(trace.processes, (_, process) => gil(process) !== null);
    if (resources.length + estimated.length === 0) return;
    const content = () => {
      for (const process of estimated) this.#push({ kind: "gil", process, yPx: this.#yPx, heightPx: GIL_PX });
      for (const resource of resources) {
        const waited = byResource.waits.lengthOf(resource) > 0;
        const kind = family(trace.resources[resource].kind);
        const bodyPx = kind === "lock" || kind === "event" ? BAND_PX : kind === "other" ? 0 : LEVEL_PX;
        const waitersPx = waited ? (bodyPx === 0 ? WAITERS_ONLY_PX : WAITERS_PX) : 0;
        const heightPx = Math.max(bodyPx + waitersPx, BAND_PX);
        this.#push({ kind: "track", resource, waitersPx, yPx: this.#yPx, heightPx });
      }
    };
    this.within({ kind: "resources" }, resources.length + estimated.length, content, []);
  }

  done(): RowLayout {
    return { rows: this.#rows, heightPx: this.#yPx };
  }

  /** True when its members are hidden. A track's group is short or is what one looks for: it is open. */
  #heading(title: GroupTitle, count: number, quiet: boolean, lanes: readonly number[]): boolean {
    const id = groupId(title);
    const many = title.kind === "resources" || title.kind === "process" ? 0 : count;
    const collapsed = this.folds.isClosed(id, many, quiet);
    this.#push({
      kind: "group",
      id,
      title,
      count,
      collapsed,
      hidden: collapsed ? [...lanes] : [],
      level: this.#level,
      yPx: this.#yPx,
      heightPx: GROUP_PX,
    });
    return collapsed;
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
