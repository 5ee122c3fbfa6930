/**
 * blocking-call-in-event-loop: a task called what makes its whole thread wait, and other tasks that were ready had to wait along.
 * (docs/findings/blocking-call-in-event-loop.md)
 *
 * The first location is the line that calls it (role `blocks`), then the coroutines of the tasks that did (role `coroutine`).
 */
import { formatDuration } from "../../l10n/format";
import { functionName } from "../../trace/function-name";
import { type Trace, WaitOp } from "../../trace/types";
import type { LaneIndex, Ns, SiteIndex } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { loopSteps } from "../loop-steps";
import { readyTime } from "../loops/ready-time";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { shownLanes } from "../shown-names";
import { momentOfStop } from "../who-waits";
import { isPlainFunction } from "./said-of-line";

/** What is shorter does not count: a task switch under load takes as long. */
export const MIN_CALL_NS = 5e6;
/** All calls of a line, as far as others were ready meanwhile. Half of what asyncio's debug mode calls slow (`slow_callback_duration`). */
export const MIN_TOTAL_NS = 50e6;
/** Or else one of them was that long, or all are a visible part of the run. */
export const MIN_SHARE_OF_RUN = 0.01;
export const MAX_COROUTINES = 3;

/** By the `WaitOp` of the call. */
const WORDS: Partial<Record<number, string>> = {
  [WaitOp.sleep]: "sleep",
  [WaitOp.lock]: "lock",
  [WaitOp.io]: "io",
  [WaitOp.processJoin]: "process",
};

interface Call {
  startNs: Ns;
  endNs: Ns;
  task: LaneIndex;
  /** How long others were ready meanwhile, each counted. */
  costNs: Ns;
  others: number;
}

/** One finding for each line and kind of wait. */
export function findBlockingCalls({ trace }: Facts): Finding[] {
  const places = new Map<string, { site: SiteIndex; op: number; calls: Call[] }>();
  const stopNs = momentOfStop(trace);
  const { waits } = trace;
  for (let wait = 0; wait < waits.length; wait++) {
    const [site, op] = [waits.site[wait], waits.op[wait]];
    if (site === 0 || waits.startNs[wait] >= stopNs || op === WaitOp.idle) continue;
    const call = callOf(trace, wait, stopNs);
    if (call === null) continue;
    const key = `${site} ${op}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { site, op, calls: [call] });
    else known.calls.push(call);
  }
  return [...places.values()].flatMap(({ site, op, calls }) => describe(trace, site, op, calls) ?? []);
}

/** Null where it is no wait of a thread within a task's step, or nobody was ready meanwhile. */
function callOf(trace: Trace, wait: number, stopNs: Ns): Call | null {
  const { lanes, waits } = trace;
  const [loop, startNs] = [waits.lane[wait], waits.startNs[wait]];
  // A sleep that lasts longer than it was asked to has found a busy machine.
  const askedNs = waits.op[wait] === WaitOp.sleep ? waits.argument[wait] : Number.POSITIVE_INFINITY;
  const endNs = Math.min(waits.endNs[wait], startNs + askedNs, stopNs);
  if (lanes[loop].kind !== "thread" || endNs - startNs < MIN_CALL_NS) return null;
  const step = loopSteps(trace).at(loop, startNs);
  if (step === null || lanes[step.lane].internal) return null;
  const ready = readyTime(trace);
  const costNs = ready.between(loop, startNs, endNs);
  if (costNs < MIN_CALL_NS) return null;
  return { startNs, endNs, task: step.lane, costNs, others: ready.count(loop, startNs, endNs) };
}

function describe(trace: Trace, site: SiteIndex, op: number, calls: readonly Call[]): Finding | null {
  // Of a call of a second in whose last 10 ms somebody was ready, 10 ms count.
  const lengths = calls.map(({ startNs, endNs, costNs }) => Math.min(endNs - startNs, costNs));
  const blockedNs = lengths.reduce((sum, ns) => sum + ns, 0);
  const isVisible = blockedNs >= MIN_SHARE_OF_RUN * trace.program.durationNs;
  if (blockedNs < MIN_TOTAL_NS || !(isVisible || lengths.some((ns) => ns >= MIN_TOTAL_NS))) return null;
  const { lanes, sites } = trace;
  const isPlain = isPlainFunction(trace, site);
  const worst = calls.reduce((a, b) => (b.costNs > a.costNs ? b : a));
  const costNs = calls.reduce((sum, call) => sum + call.costNs, 0);
  const coroutines = new Map<SiteIndex, LaneIndex>();
  for (const { task } of calls) coroutines.set(lanes[task].coroutineSite ?? 0, task);
  coroutines.delete(0);
  const locations: FindingLocation[] = [{ site, lane: worst.task, role: "blocks" }];
  for (const [where, lane] of [...coroutines].slice(0, MAX_COROUTINES))
    locations.push({ site: where, lane, role: "coroutine" });
  return {
    id: findingId("blocking-call-in-event-loop", [sites[site]]),
    rule: "blocking-call-in-event-loop",
    severity: "warning",
    certainty: "observed",
    ...textOf(
      `finding.blockingCallInEventLoop.${WORDS[op] ?? "wait"}${isPlain ? "InPlainFunction" : ""}` as FindingText,
      {
        function: functionName(sites[site].function).split(".").at(-1) ?? "",
        task: shownLanes(trace)[worst.task],
        where: whereText(trace, site),
        longest: formatDuration(worst.endNs - worst.startNs),
        others: worst.others,
        calls: calls.length,
        cost: formatDuration(costNs),
      },
    ),
    count: calls.length,
    costNs,
    hurt: worst.others,
    locations,
    focus: { lane: worst.task, startNs: worst.startNs, endNs: worst.endNs },
    data: {
      blockedNs,
      worstNs: worst.endNs - worst.startNs,
      others: worst.others,
      task: worst.task,
      loop: lanes[worst.task].loop,
      isPlainFunction: isPlain,
    },
  };
}
