/** What is under a point of the timeline. */
import { bandFacts, type Facts, longestIn, pileFacts, spanFacts, type Target } from "./facts";
import { gilFacts, itemFacts, poolFacts } from "./item-facts";
import { diamondAt } from "./loss-clusters";
import { diamondFacts } from "./loss-facts";
import type { Model } from "./model";
import { raceAt } from "./race-clusters";
import { barTopPx, ITEM_BAR, ITEM_LEAST_PX, LANE_BAR, type RowLayout } from "./rows";
import { type TimeScale, toNs } from "./time-scale";
import { Tone } from "./tones";
import { Band } from "./tracks";
import { rowAt } from "./window-rows";

/** A span at least so wide is what one points at; narrower ones are told together with their neighbours. */
const WIDE_PX = 3;
/** How far beside the point a thing may lie. */
const REACH_PX = 1;
/** Above and below a diamond, which lies on its lane's middle, the lane itself can be pointed at. */
const DIAMOND_REACH_PX = 9;

/** `yPx` is measured from the top of the first row. Null where there is nothing to tell. */
export function pick(model: Model, rows: RowLayout, scale: TimeScale, xPx: number, yPx: number): Facts | null {
  const row = rowAt(rows, yPx);
  const timeNs = toNs(scale, xPx);
  if (!row || timeNs < 0 || timeNs > model.trace.endNs) return null;
  switch (row.kind) {
    case "group":
      return null;
    case "lane": {
      const fromMiddlePx = Math.abs(yPx - row.yPx - barTopPx(row) - LANE_BAR.heightPx / 2);
      const marks = fromMiddlePx <= DIAMOND_REACH_PX ? diamondAt(model.losses, scale, row.lane, xPx) : [];
      if (marks.length > 0) return diamondFacts(model, row.lane, marks);
      const race = fromMiddlePx <= DIAMOND_REACH_PX ? raceAt(model.findings, scale, row.lane, xPx) : null;
      if (race !== null) return race;
      const item = yPx - row.yPx < row.itemsPx + ITEM_BAR.topPx ? itemAt(model, row.lane, scale, timeNs) : -1;
      return item >= 0 ? itemFacts(model, item) : pickLane(model, row.lane, scale, timeNs);
    }
    case "track":
      return pickTrack(model, row.resource, timeNs);
    case "pool":
      return poolFacts(model, row.pool, timeNs, scale.nsPerPx);
    case "gil": {
      const use = model.gil(row.process);
      return use && gilFacts(use, row.process, timeNs, scale.nsPerPx);
    }
  }
}

/** What a click on these facts chooses; null = nothing that could be followed. */
export function targetOf(facts: Facts): Target | null {
  switch (facts.kind) {
    case "span":
      return { kind: "span", lane: facts.lane, span: facts.span };
    case "pile":
      return { kind: "span", lane: facts.lane, span: facts.longest.span };
    case "band":
      return facts.hold ? { kind: "hold", hold: facts.hold.hold } : null;
    case "item":
      return { kind: "item", item: facts.item };
    case "moment":
    case "pool":
    case "gil":
      return null;
    case "loss":
      return { kind: "loss", variable: facts.variable, loss: facts.loss };
    case "race":
      return { kind: "race", finding: facts.finding };
    case "losses":
    case "races":
      return targetOf(facts.first);
  }
}

/** The item whose bar is drawn at a moment; -1 = none, or too narrow a one to have a bar. */
function itemAt(model: Model, lane: number, scale: TimeScale, timeNs: number): number {
  const items = model.itemsOf(lane);
  const at = items?.spanAt(timeNs) ?? -1;
  if (!items || at < 0 || timeNs > items.endNs) return -1;
  return (items.spanEndNs(at) - items.startNsOf(at)) / scale.nsPerPx >= ITEM_LEAST_PX ? items.objectOf(at) : -1;
}

function pickLane(model: Model, lane: number, scale: TimeScale, timeNs: number): Facts | null {
  const store = model.lanes[lane];
  const reachNs = REACH_PX * scale.nsPerPx;
  const own = store.spanAt(timeNs);
  const first = Math.max(store.spanAt(timeNs - reachNs), 0);
  const last = store.spanAt(timeNs + reachNs);
  if (last < 0 || timeNs - reachNs > store.endNs) return null;
  // A sliver of blocked time between wide neighbours is drawn one pixel wide: it has to be reachable.
  const sliver = blockedSliver(model, lane, first, last);
  if (sliver >= 0 && own >= 0 && store.stateOf(own) !== Tone.blocked && last - first <= 2)
    return spanFacts(model, lane, sliver);
  if (first === last) return spanFacts(model, lane, first);
  if (own >= 0 && timeNs <= store.endNs && (store.spanEndNs(own) - store.startNsOf(own)) / scale.nsPerPx >= WIDE_PX) {
    return spanFacts(model, lane, own);
  }
  return pileFacts(model, lane, timeNs - reachNs, timeNs + reachNs, first, last);
}

function blockedSliver(model: Model, lane: number, first: number, last: number): number {
  if (last - first > 2) return -1;
  const longest = longestIn(model, lane, first, last);
  return model.lanes[lane].stateOf(longest) === Tone.blocked ? longest : -1;
}

function pickTrack(model: Model, resource: number, timeNs: number): Facts {
  const track = model.track(resource);
  const band = track.bands?.spanAt(timeNs) ?? -1;
  if (track.bands && band >= 0 && track.bands.stateOf(band) !== Band.none) {
    const hold = track.bands.objectOf(band);
    if (hold >= 0) return bandFacts(model, hold);
    return {
      kind: "band",
      resource,
      hold: null,
      startNs: track.bands.startNsOf(band),
      endNs: track.bands.spanEndNs(band),
    };
  }
  return {
    kind: "moment",
    resource,
    timeNs,
    level: track.level?.valueAt(timeNs) ?? null,
    levelLimit: track.levelLimit,
    waiters: track.waiters?.valueAt(timeNs) ?? 0,
  };
}
