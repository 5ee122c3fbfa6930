/** What stands where from top to bottom. Rows are data: the page gives them words, the painter pixels. */
import type { Model } from "./model";
import { family } from "./tracks";

export type GroupTitle =
  | { kind: "process"; process: number }
  | { kind: "daemon"; process: number }
  | { kind: "tasks"; process: number }
  | { kind: "internal" }
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
  count: number;
  collapsed: boolean;
}
export interface LaneRow extends Placed {
  kind: "lane";
  lane: number;
}
export interface TrackRow extends Placed {
  kind: "track";
  resource: number;
  /** Height of the strip above that shows how many lanes wait, 0 = nobody ever did. */
  waitersPx: number;
}
export type Row = GroupRow | LaneRow | TrackRow;

export const LANE_PX = 34;
/** The bar inside a lane's row: so much room above it, so much for itself. */
export const LANE_BAR = { topPx: 5, heightPx: 24 };
const GROUP_PX = 28;
const BAND_PX = 34;
const LEVEL_PX = 48;
const WAITERS_PX = 16;
const WAITERS_ONLY_PX = 34;

export interface RowLayout {
  rows: Row[];
  heightPx: number;
}

/**
 * @param collapsed ids of groups; those of internal threads start collapsed (see `initiallyCollapsed`)
 * @param resources those that have a row, from top to bottom
 */
export function layoutRows(
  model: Model,
  collapsed: ReadonlySet<string>,
  resources: readonly number[] = busiestResources(model),
): RowLayout {
  const builder = new Builder(collapsed);
  const { trace } = model;
  const several = trace.processes.length > 1;
  trace.processes.forEach((_, process) => {
    const mine = indexes(trace.lanes, (lane) => lane.process === process && !lane.internal);
    const threads = mine.filter((lane) => trace.lanes[lane].kind !== "task" && !trace.lanes[lane].daemon);
    const daemons = mine.filter((lane) => trace.lanes[lane].kind !== "task" && trace.lanes[lane].daemon);
    const tasks = mine.filter((lane) => trace.lanes[lane].kind === "task");
    // The lanes of the only process need no heading at the very top.
    builder.lanes(several ? { kind: "process", process } : null, threads);
    builder.lanes({ kind: "daemon", process }, daemons);
    builder.lanes({ kind: "tasks", process }, tasks);
  });
  builder.lanes(
    { kind: "internal" },
    indexes(trace.lanes, (lane) => lane.internal),
  );
  // Always last, however many lanes there are: one place to look, one key to go there.
  builder.tracks(model, resources);
  return builder.done();
}

export function initiallyCollapsed(): Set<string> {
  return new Set([groupId({ kind: "internal" })]);
}

export function groupId(title: GroupTitle): string {
  return "process" in title ? `${title.kind}:${title.process}` : title.kind;
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

  constructor(readonly collapsed: ReadonlySet<string>) {}

  lanes(title: GroupTitle | null, lanes: number[]): void {
    if (lanes.length === 0 || !this.#group(title, lanes.length)) return;
    for (const lane of lanes) this.#push({ kind: "lane", lane, yPx: this.#yPx, heightPx: LANE_PX });
  }

  tracks(model: Model, resources: readonly number[]): void {
    if (resources.length === 0 || !this.#group({ kind: "resources" }, resources.length)) return;
    for (const resource of resources) {
      const waited = model.byResource.waits.lengthOf(resource) > 0;
      const kind = family(model.trace.resources[resource].kind);
      const bodyPx = kind === "lock" || kind === "event" ? BAND_PX : kind === "other" ? 0 : LEVEL_PX;
      const waitersPx = waited ? (bodyPx === 0 ? WAITERS_ONLY_PX : WAITERS_PX) : 0;
      this.#push({
        kind: "track",
        resource,
        waitersPx,
        yPx: this.#yPx,
        heightPx: Math.max(bodyPx + waitersPx, BAND_PX),
      });
    }
  }

  done(): RowLayout {
    return { rows: this.#rows, heightPx: this.#yPx };
  }

  /** False when its members are hidden. */
  #group(title: GroupTitle | null, count: number): boolean {
    if (title === null) return true;
    const id = groupId(title);
    const collapsed = this.collapsed.has(id);
    this.#push({ kind: "group", id, title, count, collapsed, yPx: this.#yPx, heightPx: GROUP_PX });
    return !collapsed;
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
