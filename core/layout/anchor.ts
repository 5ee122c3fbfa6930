/** Names for places of a trace that outlive its growth: rows move, a lane and a time do not. */
import type { Finding } from "../analysis/finding";
import type { Target as HostTarget } from "../protocol/host-view";
import type { RaceVariable } from "../trace/race-types";
import type { Lane } from "../trace/types";
import type { Target } from "./facts";
import { itemFacts } from "./item-facts";
import { ofPlace } from "./lines";
import { lossesIn, markOfLoss } from "./losses";
import type { Model } from "./model";
import { targetInRow } from "./navigate";

export type Anchor =
  | { kind: "span"; lane: number; of: Pick<Lane, "pid" | "startNs" | "name">; startNs: number }
  | { kind: "hold"; resource: number; lane: number; startNs: number }
  | { kind: "item"; pool: number; job: number; index: number; offset: number }
  | { kind: "race"; id: string }
  | {
      kind: "loss";
      variable: Pick<RaceVariable, "kind" | "scope" | "name">;
      /** Who wrote, and when: a lane does one thing at a time. */
      lane: number;
      of: Pick<Lane, "pid" | "startNs" | "name">;
      timeNs: number;
    };

export function anchorOf(model: Model, target: Target): Anchor {
  if (target.kind === "hold") {
    const { holds } = model.trace;
    const { hold } = target;
    return { kind: "hold", resource: holds.resource[hold], lane: holds.lane[hold], startNs: holds.startNs[hold] };
  }
  if (target.kind === "item") {
    const { pool, job, index, offset } = itemFacts(model, target.item);
    return { kind: "item", pool, job, index, offset };
  }
  if (target.kind === "race") return { kind: "race", id: model.findings[target.finding].id };
  if (target.kind === "loss") {
    const { kind, scope, name } = model.trace.races[target.variable];
    const { write } = model.losses.marks[markOfLoss(model.losses, target.variable, target.loss)];
    const { lane, timeNs } = write;
    return { kind: "loss", variable: { kind, scope, name }, lane, of: nameOfLane(model, lane), timeNs };
  }
  const { lane, span } = target;
  return { kind: "span", lane, of: nameOfLane(model, lane), startNs: model.lanes[lane].startNsOf(span) };
}

function nameOfLane({ trace: { lanes } }: Model, lane: number): Pick<Lane, "pid" | "startNs" | "name"> {
  const { pid, startNs, name } = lanes[lane];
  return { pid, startNs, name };
}

/** Where that is now; null when it is gone. */
export function targetAt(model: Model, anchor: Anchor): Target | null {
  if (anchor.kind === "hold") {
    const target = holdAt(model, anchor.resource, anchor.startNs);
    return target?.kind === "hold" && model.trace.holds.lane[target.hold] === anchor.lane ? target : null;
  }
  if (anchor.kind === "item") return itemAt(model, anchor);
  if (anchor.kind === "race") return raceOf(model, anchor.id);
  const lane = laneNow(model, anchor.lane, anchor.of);
  if (anchor.kind === "loss") return lossAt(model, anchor, lane);
  return lane < 0 ? null : targetInRow(model, { kind: "lane", lane }, anchor.startNs);
}

/** The loss of a variable that this lane's write made at this moment. */
function lossAt({ losses, trace: { races } }: Model, anchor: Anchor & { kind: "loss" }, lane: number): Target | null {
  const { kind, scope, name } = anchor.variable;
  for (const row of lossesIn(losses, lane, anchor.timeNs, anchor.timeNs)) {
    const { variable, loss, write } = losses.marks[row];
    const now = races[variable];
    if (write.lane === lane && now.kind === kind && now.scope === scope && now.name === name)
      return { kind: "loss", variable, loss };
  }
  return null;
}

/** The hold of a resource that began at this moment. */
function holdAt(model: Model, resource: number, startNs: number): Target | null {
  if (resource >= model.trace.resources.length) return null;
  const target = targetInRow(model, { kind: "track", resource }, startNs);
  return target?.kind === "hold" && model.trace.holds.startNs[target.hold] === startNs ? target : null;
}

/** The item of this number. */
function itemAt({ trace }: Model, { pool, job, index, offset }: Anchor & { kind: "item" }): Target | null {
  const { items } = trace;
  for (let item = 0; item < items.length; item++) {
    const isIt = items.job[item] === job && items.index[item] === index && items.offset[item] === offset;
    if (isIt && items.pool[item] === pool) return { kind: "item", item };
  }
  return null;
}

/** A lane that began earlier than others, and was heard of later, moves them. A thread may be renamed. */
function laneNow({ trace: { lanes } }: Model, lane: number, of: Pick<Lane, "pid" | "startNs" | "name">): number {
  const isIt = (other: Lane | undefined) => other?.pid === of.pid && other.startNs === of.startNs;
  if (isIt(lanes[lane])) return lane;
  const named = lanes.findIndex((other) => isIt(other) && other.name === of.name);
  return named >= 0 ? named : lanes.findIndex(isIt);
}

/** What the editor points to; null where the trace has no such thing (yet). */
export function targetOfHost(model: Model, target: HostTarget): Target | null {
  const { lanes, endNs } = model.trace;
  if (target.kind === "finding") {
    const finding = model.findings.find(({ id }) => id === target.id);
    if (finding?.racing !== undefined) return raceOf(model, target.id);
    const loss = finding && firstLossOf(model, finding);
    if (loss) return loss;
    const focus = finding?.focus;
    return focus ? targetInRow(model, { kind: "lane", lane: focus.lane }, focus.startNs) : null;
  }
  if (target.kind === "hold") return holdAt(model, target.resource, target.startNs);
  if (target.kind === "item") return itemAt(model, target);
  if (target.kind === "line") return ofPlace(model, target)?.target ?? null;
  if (target.kind === "loss") {
    const { variable, loss } = target;
    return markOfLoss(model.losses, variable, loss) < 0 ? null : { kind: "loss", variable, loss };
  }
  if (target.lane >= lanes.length) return null;
  if (target.kind === "lane") return longestWaitOf(model, target.lane);
  const isThere = target.startNs <= endNs && target.startNs >= lanes[target.lane].startNs;
  return isThere ? targetInRow(model, { kind: "lane", lane: target.lane }, target.startNs) : null;
}

function raceOf({ findings }: Model, id: string): Target | null {
  const finding = findings.findIndex((each) => each.id === id && each.racing !== undefined);
  return finding < 0 ? null : { kind: "race", finding };
}

/** The first loss that is drawn of what a finding tells; null where it tells of something else. */
function firstLossOf({ losses: { ofVariable, marks } }: Model, { variables = [] }: Finding): Target | null {
  const firsts = variables.flatMap((variable) => Array.from(ofVariable[variable]?.subarray(0, 1) ?? []));
  if (firsts.length === 0) return null;
  const { variable, loss } = marks[Math.min(...firsts)];
  return { kind: "loss", variable, loss };
}

/** A lane is best shown where it waited longest; the first span of one that never waited. */
function longestWaitOf(model: Model, lane: number): Target {
  const store = model.lanes[lane];
  let best = 0;
  let bestNs = -1;
  for (let span = 0; span < store.length; span++) {
    const ns = store.spanEndNs(span) - store.startNsOf(span);
    if (store.objectOf(span) < 0 || ns <= bestNs) continue;
    best = span;
    bestNs = ns;
  }
  return { kind: "span", lane, span: best };
}
