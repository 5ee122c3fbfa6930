/** What is told of one event of a run, by indexes; and which part of the time to show with it. */
import type { Target } from "./facts";
import { type WaitFacts, waitFacts } from "./facts";
import { type ItemFacts, itemFacts } from "./item-facts";
import type { Model } from "./model";
import { LOSS_ROLES } from "./run-series";
import type { StepKey, StepsOfRun } from "./steps-of-run";
import type { TimeScale } from "./time-scale";

export interface StepFacts {
  key: StepKey;
  /** Who does it; -1 = no lane. */
  lane: number;
  /** Who else is concerned: holder, waker, who started it, whose update is undone; -1 = nobody. */
  other: number;
  otherSite: number;
  /** The line where it happens; 0 = unknown. */
  site: number;
  resource: number;
  pool: number;
  process: number;
  /** Of waits. */
  wait: WaitFacts | null;
  item: ItemFacts | null;
  /** Of what ends: how long it took. Of a child process that ends: its exit code. */
  amount: number;
  /** Of an instant: RecordKind, and what came with it. */
  event: number;
  argument: number;
  /** Of an access: which variable or finding, and whether it writes. */
  variable: number;
  role: (typeof LOSS_ROLES)[number] | null;
  finding: number;
  writes: boolean;
  /** What to choose for it. */
  target: Target | null;
  /** Moments of the events before and behind that are not at the same one. */
  previousNs: number | null;
  nextNs: number | null;
  /** Its number among all, where that is cheap to know. */
  count: { number: number; of: number } | null;
}

export function stepFacts(model: Model, steps: StepsOfRun, key: StepKey): StepFacts {
  const facts = { ...NOTHING, key };
  tell(model, facts);
  facts.target ??= facts.lane >= 0 ? spanAt(model, facts.lane, key.timeNs) : null;
  facts.previousNs = steps.before({ ...key, rank: -1, row: -1 })?.timeNs ?? null;
  facts.nextNs = steps.after({ ...key, rank: Number.POSITIVE_INFINITY })?.timeNs ?? null;
  facts.count = steps.count(key);
  return facts;
}

const NOTHING: Omit<StepFacts, "key"> = {
  lane: -1,
  other: -1,
  otherSite: 0,
  site: 0,
  resource: -1,
  pool: -1,
  process: -1,
  wait: null,
  item: null,
  amount: 0,
  event: 0,
  argument: 0,
  variable: -1,
  role: null,
  finding: -1,
  writes: false,
  target: null,
  previousNs: null,
  nextNs: null,
  count: null,
};

function tell(model: Model, facts: StepFacts): void {
  const { kind, row } = facts.key;
  const { trace } = model;
  switch (kind) {
    case "waitBegins":
    case "waitEnds":
      tellWait(model, facts, kind === "waitEnds");
      return;
    case "held":
    case "released": {
      const { holds } = trace;
      Object.assign(facts, {
        lane: holds.lane[row],
        resource: holds.resource[row],
        target: { kind: "hold", hold: row },
      });
      if (kind === "released") facts.amount = holds.endNs[row] - holds.startNs[row];
      // Where it is released is not recorded.
      else Object.assign(facts, { site: holds.site[row], argument: holds.again[row] });
      return;
    }
    case "instant": {
      const { lane, resource, kind: event, arg, site } = trace.events;
      facts.lane = lane[row];
      facts.resource = resource[row];
      facts.event = event[row];
      facts.argument = arg[row];
      facts.site = site[row];
      return;
    }
    case "submitted":
    case "itemBegins":
    case "itemEnds": {
      const item = itemFacts(model, row);
      facts.item = item;
      facts.pool = item.pool;
      facts.lane = kind === "submitted" ? item.submitLane : item.lane;
      facts.site = kind === "submitted" ? item.submitSite : item.functionSite;
      facts.amount = item.endNs - item.startNs;
      // Of one call with many items, how many.
      facts.argument = kind === "submitted" ? item.place.of : item.count;
      if (kind !== "submitted") facts.target = { kind: "item", item: row };
      return;
    }
    case "laneBegins":
    case "laneEnds": {
      const { parent, startNs, endNs, coroutineSite } = trace.lanes[row];
      facts.lane = row;
      facts.other = parent;
      facts.amount = endNs - startNs;
      if (kind === "laneBegins") facts.site = coroutineSite ?? 0;
      else facts.target = spanAt(model, row, endNs - 1);
      return;
    }
    case "processStarts":
    case "processEnds":
      facts.process = row;
      facts.amount = trace.processes[row].exitCode ?? 0;
      return;
    case "poolBegins":
      facts.pool = row;
      facts.argument = trace.pools[row].workers;
      facts.site = trace.pools[row].site;
      return;
    case "lossAccess":
      tellLoss(model, facts);
      return;
    case "raceAccess": {
      const finding = row >> 1;
      const { racing } = model.findings[finding];
      const [own, other] = row & 1 ? [racing?.[1], racing?.[0]] : [racing?.[0], racing?.[1]];
      facts.finding = finding;
      facts.argument = row & 1;
      facts.lane = own?.lane ?? -1;
      facts.site = own?.site ?? 0;
      facts.writes = own?.writes ?? false;
      facts.other = other?.lane ?? -1;
      facts.target = { kind: "race", finding };
      return;
    }
  }
}

function tellWait(model: Model, facts: StepFacts, ends: boolean): void {
  const wait = waitFacts(model, facts.key.row);
  facts.wait = wait;
  facts.lane = wait.lane;
  facts.site = wait.site;
  facts.other = ends ? wait.wakerLane : wait.holderLane;
  facts.otherSite = ends ? wait.wakerSite : wait.holderSite;
  facts.amount = wait.endNs - wait.startNs;
  facts.target = spanAt(model, wait.lane, wait.startNs);
}

function tellLoss({ losses: { marks } }: Model, facts: StepFacts): void {
  const mark = marks[facts.key.row >> 2];
  const role = LOSS_ROLES[facts.key.row & 3];
  const access = mark[role];
  facts.role = role;
  facts.variable = mark.variable;
  facts.lane = access?.lane ?? -1;
  facts.site = access?.site ?? 0;
  facts.other = (role === "write" ? mark.victim : mark.write).lane;
  facts.writes = role === "write" || role === "victim";
  facts.target = { kind: "loss", variable: mark.variable, loss: mark.loss };
}

function spanAt({ lanes }: Model, lane: number, timeNs: number): Target | null {
  const store = lanes[lane];
  const span = Math.max(0, store.spanAt(timeNs));
  return span < store.length ? { kind: "span", lane, span } : null;
}

/** An event and its neighbours stand so far apart, … */
const LEAST_PX = 20;
const WANTED_PX = 64;
/** … and the nearer of them no further than this part of the width. */
const MOST_SHARE = 0.42;
/** Nearer to an edge than this part of the width nobody looks. */
const EDGE_SHARE = 0.18;

/** Where the window goes for an event: as it is, as long as that shows it well. */
export function scaleForStep(
  scale: TimeScale,
  { key: { timeNs }, previousNs, nextNs }: Pick<StepFacts, "key" | "previousNs" | "nextNs">,
  widthPx: number,
): TimeScale {
  const gaps = [previousNs, nextNs].flatMap((ns) => (ns === null ? [] : [Math.abs(ns - timeNs)]));
  const nearestNs = Math.max(1, Math.min(...gaps));
  let { nsPerPx } = scale;
  if (gaps.length > 0 && nearestNs / nsPerPx < LEAST_PX) nsPerPx = nearestNs / WANTED_PX;
  else if (gaps.length > 0 && nearestNs / nsPerPx > MOST_SHARE * widthPx) nsPerPx = nearestNs / (MOST_SHARE * widthPx);
  const atPx = (timeNs - scale.t0Ns) / nsPerPx;
  const stays = nsPerPx === scale.nsPerPx && atPx >= EDGE_SHARE * widthPx && atPx <= (1 - EDGE_SHARE) * widthPx;
  return stays ? scale : { t0Ns: timeNs - 0.4 * widthPx * nsPerPx, nsPerPx };
}
