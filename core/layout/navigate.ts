/** Where the arrow keys lead. */
import type { Target } from "./facts";
import { itemFacts } from "./item-facts";
import { lossExtent } from "./loss-facts";
import { type DrawnLoss, markOfLoss } from "./losses";
import type { Model } from "./model";
import { raceBeside, raceFacts } from "./race-facts";
import type { RowLayout } from "./rows";
import { type TimeScale, toNs } from "./time-scale";

/** A row without its place. */
export type RowContent =
  | { kind: "lane"; lane: number }
  | { kind: "track"; resource: number }
  | { kind: "group" | "pool" | "gil" };

export type Direction = "left" | "right" | "up" | "down";

/**
 * From the chosen thing one step on: left and right along its lane (or along the holds of its lock), up and down to what
 * stands at the same moment in the next row. With nothing chosen yet: the middle of the view in the first lane.
 */
export function step(
  model: Model,
  layout: RowLayout,
  scale: TimeScale,
  widthPx: number,
  from: Target | null,
  direction: Direction,
): Target | null {
  if (from === null) {
    const first = layout.rows.find((row) => row.kind === "lane");
    return first ? targetInRow(model, first, toNs(scale, widthPx / 2)) : null;
  }
  return direction === "left" || direction === "right"
    ? along(model, from, direction === "left" ? -1 : 1)
    : across(model, layout, from, direction === "up" ? -1 : 1);
}

function along(model: Model, from: Target, by: 1 | -1): Target | null {
  if (from.kind === "span") {
    const span = from.span + by;
    return span >= 0 && span < model.lanes[from.lane].length ? { ...from, span } : null;
  }
  if (from.kind === "loss") return alongLosses(model, from, by);
  if (from.kind === "race") {
    const finding = raceBeside(model.findings, from.finding, by);
    return finding < 0 ? null : { kind: "race", finding };
  }
  if (from.kind === "item") return alongItems(model, from.item, by);
  const bands = model.track(model.trace.holds.resource[from.hold]).bands!;
  for (
    let band = bands.spanAt(model.trace.holds.startNs[from.hold]) + by;
    band >= 0 && band < bands.length;
    band += by
  ) {
    if (bands.objectOf(band) >= 0) return { kind: "hold", hold: bands.objectOf(band) };
  }
  return null;
}

/** What the same worker ran before or after it. */
function alongItems(model: Model, item: number, by: 1 | -1): Target | null {
  const { items } = model.trace;
  const store = items.lane[item] < 0 ? null : model.itemsOf(items.lane[item]);
  if (!store) return null;
  for (let at = store.spanAt(items.startNs[item]) + by; at >= 0 && at < store.length; at += by)
    if (store.objectOf(at) >= 0) return { kind: "item", item: store.objectOf(at) };
  return null;
}

/** The item that a span belongs to (that it began in, else that lies in it), or what the lane did in an item's middle. */
export function otherLayer(model: Model, from: Target): Target | null {
  if (from.kind === "item") {
    const lane = model.trace.items.lane[from.item];
    return lane < 0 ? null : targetInRow(model, { kind: "lane", lane }, middleNs(model, from));
  }
  if (from.kind !== "span") return null;
  const store = model.itemsOf(from.lane);
  if (!store) return null;
  const { startNs, endNs } = extentOf(model, from);
  for (let at = Math.max(0, store.spanAt(startNs)); at < store.length && store.startNsOf(at) < endNs; at++)
    if (store.objectOf(at) >= 0) return { kind: "item", item: store.objectOf(at) };
  return null;
}

/** The loss of the same variable before or after this one. */
function alongLosses({ losses }: Model, from: Target & { kind: "loss" }, by: 1 | -1): Target | null {
  const rows = losses.ofVariable[from.variable] ?? [];
  const next = losses.marks[rows[rows.indexOf(markOfLoss(losses, from.variable, from.loss)) + by]];
  return next ? { kind: "loss", variable: next.variable, loss: next.loss } : null;
}

function across(model: Model, layout: RowLayout, from: Target, by: 1 | -1): Target | null {
  if (from.kind === "loss") {
    const { victim } = lossOf(model, from);
    const other = rowIndexOfLane(layout, victim.lane);
    if (other >= 0 && Math.sign(other - rowIndexOf(model, layout, from)) === by)
      return targetInRow(model, layout.rows[other], victim.timeNs);
  }
  const timeNs = middleNs(model, from);
  for (let row = rowIndexOf(model, layout, from) + by; row >= 0 && row < layout.rows.length; row += by) {
    const target = targetInRow(model, layout.rows[row], timeNs);
    if (target) return target;
  }
  return null;
}

/** What stands in a row at a moment, or nearest to it. */
export function targetInRow(model: Model, row: RowContent, timeNs: number): Target | null {
  if (row.kind === "lane")
    return { kind: "span", lane: row.lane, span: Math.max(0, model.lanes[row.lane].spanAt(timeNs)) };
  if (row.kind !== "track") return null;
  const { bands } = model.track(row.resource);
  if (!bands) return null;
  const at = Math.max(0, bands.spanAt(timeNs));
  for (const band of [at, at - 1, at + 1])
    if (bands.objectOf(band) >= 0) return { kind: "hold", hold: bands.objectOf(band) };
  return null;
}

/** The row that shows a target, -1 when its group is collapsed. */
export function rowIndexOf(model: Model, layout: RowLayout, target: Target): number {
  switch (target.kind) {
    case "span":
      return rowIndexOfLane(layout, target.lane);
    case "item":
      return rowIndexOfLane(layout, model.trace.items.lane[target.item]);
    case "loss":
      return rowIndexOfLane(layout, lossOf(model, target).write.lane);
    case "race":
      return rowIndexOfLane(layout, raceFacts(model.findings, target.finding)?.lane ?? -1);
    case "hold": {
      const resource = model.trace.holds.resource[target.hold];
      return layout.rows.findIndex((row) => row.kind === "track" && row.resource === resource);
    }
  }
}

function rowIndexOfLane({ rows }: RowLayout, lane: number): number {
  return rows.findIndex((row) => row.kind === "lane" && row.lane === lane);
}

function lossOf({ losses }: Model, { variable, loss }: Target & { kind: "loss" }): DrawnLoss {
  return losses.marks[markOfLoss(losses, variable, loss)];
}

/** What of the time to show when this is chosen. */
export function extentOf(model: Model, target: Target): { startNs: number; endNs: number } {
  if (target.kind === "loss") return lossExtent(lossOf(model, target));
  if (target.kind === "race") return raceFacts(model.findings, target.finding) ?? { startNs: 0, endNs: 0 };
  if (target.kind === "item") {
    const { startNs, endNs } = itemFacts(model, target.item);
    return { startNs, endNs };
  }
  if (target.kind === "hold") {
    return { startNs: model.trace.holds.startNs[target.hold], endNs: model.trace.holds.endNs[target.hold] };
  }
  const store = model.lanes[target.lane];
  return { startNs: store.startNsOf(target.span), endNs: store.spanEndNs(target.span) };
}

function middleNs(model: Model, target: Target): number {
  // Its mark stands at the write.
  if (target.kind === "loss") return lossOf(model, target).endNs;
  const { startNs, endNs } = extentOf(model, target);
  return (startNs + endNs) / 2;
}
