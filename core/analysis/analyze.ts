/** From a trace to findings: the table of rules, and the order in which a person should read what they found. */
import type { Trace } from "../trace/types";
import type { Certainty, Finding, Rule, Severity } from "./finding";
import type { Facts, RuleDefinition } from "./rule";
import { findBadChunkSizes } from "./rules/bad-chunk-size";
import { findBlockingCalls } from "./rules/blocking-call-in-event-loop";
import { findDataRaces } from "./rules/data-race";
import { findDeadlocks } from "./rules/deadlock";
import { findLostWakeups } from "./rules/event-lost-wakeup";
import { findGilBound } from "./rules/gil-bound";
import { findHeadOfLineBlocking } from "./rules/head-of-line-blocking";
import { findLockContention } from "./rules/lock-contention";
import { findLocksNotReleased } from "./rules/lock-not-released";
import { findLockOrderInversions } from "./rules/lock-order-inversion";
import { findLostNotifies } from "./rules/lost-notify";
import { findLostUpdates } from "./rules/lost-update";
import { findNeverAwaited } from "./rules/never-awaited";
import { findOverReleases } from "./rules/over-release";
import { findPoolIdle } from "./rules/pool-idle";
import { findPoolSelfDeadlocks } from "./rules/pool-self-deadlock";
import { findPoolStarved } from "./rules/pool-starved";
import { findQueueGrowing } from "./rules/queue-growing";
import { findQueueStarved } from "./rules/queue-starved";
import { findQueueUnfinishedTasks } from "./rules/queue-unfinished-tasks";
import { findSlowCallbacks } from "./rules/slow-callback";
import { findStragglers } from "./rules/straggler";
import { findStuckLanes } from "./rules/stuck-lane";
import { findUnreadExceptions } from "./rules/unread-exception";
import { findUnreadTaskExceptions } from "./rules/unread-task-exception";
import { findWaitsWithoutLoop } from "./rules/wait-without-loop";
import { groupWaitsByResource } from "./wait-totals";
import { momentOfStop, whoWaitsForWhom } from "./who-waits";

/** Every rule that is built. A new rule: a file in rules/, a line here, its texts in core/l10n/findings.ts, its page in docs/findings/. */
export const RULE_TABLE: readonly RuleDefinition[] = [
  { rule: "lost-update", find: findLostUpdates },
  { rule: "data-race", find: findDataRaces },
  { rule: "deadlock", find: findDeadlocks },
  { rule: "pool-self-deadlock", find: findPoolSelfDeadlocks },
  { rule: "stuck-lane", find: findStuckLanes },
  { rule: "lock-order-inversion", find: findLockOrderInversions },
  { rule: "lock-not-released", find: findLocksNotReleased },
  { rule: "lost-notify", find: findLostNotifies },
  { rule: "event-lost-wakeup", find: findLostWakeups },
  { rule: "wait-without-loop", find: findWaitsWithoutLoop },
  { rule: "over-release", find: findOverReleases },
  { rule: "lock-contention", find: findLockContention },
  { rule: "queue-unfinished-tasks", find: findQueueUnfinishedTasks },
  { rule: "unread-exception", find: (facts) => [...findUnreadExceptions(facts), ...findUnreadTaskExceptions(facts)] },
  { rule: "queue-growing", find: findQueueGrowing },
  { rule: "queue-starved", find: findQueueStarved },
  { rule: "pool-starved", find: findPoolStarved },
  { rule: "pool-idle", find: findPoolIdle },
  { rule: "head-of-line-blocking", find: findHeadOfLineBlocking },
  { rule: "bad-chunk-size", find: findBadChunkSizes },
  { rule: "straggler", find: findStragglers },
  { rule: "gil-bound", find: findGilBound },
  { rule: "blocking-call-in-event-loop", find: findBlockingCalls },
  { rule: "slow-callback", find: findSlowCallbacks },
  { rule: "never-awaited", find: findNeverAwaited },
];

/** The comment says nothing behind the bracket. */
const NO_REASON = "no reason is given: write one behind the bracket";

const SEVERITY_ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
/** What happened comes before what could have. */
const CERTAINTY_ORDER: Record<Certainty, number> = { observed: 0, race: 1, predicted: 2 };

export interface Analysis {
  findings: Finding[];
  /** What a comment on the line says is known. */
  ignored: IgnoredFinding[];
}

export interface IgnoredFinding extends Finding {
  reason: string;
}

/**
 * All findings of a trace that no comment in its source says are known, the gravest first, among equals the most costly. Their ids are
 * unique. `off`: rules that nobody wants to hear of.
 */
export const analyze = (trace: Trace, off: readonly Rule[] = []): Finding[] => analyzeAll(trace, off).findings;

export function analyzeAll(trace: Trace, off: readonly Rule[] = []): Analysis {
  const facts: Facts = {
    trace,
    waitsByResource: groupWaitsByResource(trace),
    stuck: whoWaitsForWhom(trace, momentOfStop(trace)),
  };
  const findings = RULE_TABLE.flatMap(({ rule, find }) => (off.includes(rule) ? [] : find(facts)));
  const all = rank(makeIdsUnique(findings)).map((finding) => ({ ...finding, reason: reasonToIgnore(trace, finding) }));
  return {
    findings: all.filter(({ reason }) => reason === null).map(({ reason, ...finding }) => finding),
    ignored: all.flatMap((finding) => (finding.reason === null ? [] : [{ ...finding, reason: finding.reason }])),
  };
}

/** Null = no line of the finding has a comment that names its rule. */
function reasonToIgnore({ ignores, sites }: Trace, { rule, locations }: Finding): string | null {
  if (ignores === undefined) return null;
  for (const { site } of locations) {
    const found = ignores
      .get(sites[site].file)
      ?.find(({ line, rules }) => line === sites[site].line && rules.includes(rule));
    if (found !== undefined) return found.reason || NO_REASON;
  }
  return null;
}

/**
 * By severity, then by certainty, then by cost, then by how many lanes it held up, then by count, then by id, so that two runs with
 * the same facts give the same order.
 */
export function rank(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
      CERTAINTY_ORDER[a.certainty] - CERTAINTY_ORDER[b.certainty] ||
      b.costNs - a.costNs ||
      (b.hurt ?? 0) - (a.hurt ?? 0) ||
      b.count - a.count ||
      (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}

/** Is it at least as grave as `severity`? */
export function reaches(finding: Finding, severity: Severity): boolean {
  return SEVERITY_ORDER[finding.severity] <= SEVERITY_ORDER[severity];
}

/** Two findings share an id when their sites differ in the folder alone; the later ones get `-2`, `-3`. */
function makeIdsUnique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const nth = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, nth);
    return nth === 1 ? finding : { ...finding, id: `${finding.id}-${nth}` };
  });
}
