/** What is wrong, why, and what to do: one sentence each, with both source sites. */
import type { LaneIndex, Ns, ResourceIndex, SiteIndex } from "../units";

export type Severity = "error" | "warning" | "info";
export type Certainty = "observed" | "race" | "predicted";

export const RULES = [
  "lost-update",
  "data-race",
  "deadlock",
  "lock-order-inversion",
  "lock-contention",
  "lock-not-released",
  "over-release",
  "lost-notify",
  "event-lost-wakeup",
  "wait-without-loop",
  "queue-unfinished-tasks",
  "queue-growing",
  "queue-starved",
  "pool-starved",
  "pool-idle",
  "pool-self-deadlock",
  "bad-chunk-size",
  "straggler",
  "head-of-line-blocking",
  "unread-exception",
  "gil-bound",
  "blocking-call-in-event-loop",
  "slow-callback",
  "never-awaited",
  "stuck-lane",
] as const;
export type Rule = (typeof RULES)[number];

/** The gravest that a rule can be, as its page says. */
export const GRAVEST: Record<Rule, Severity> = {
  "lost-update": "error",
  "data-race": "error",
  deadlock: "error",
  "lock-order-inversion": "warning",
  "lock-contention": "info",
  "lock-not-released": "error",
  "over-release": "error",
  "lost-notify": "warning",
  "event-lost-wakeup": "warning",
  "wait-without-loop": "warning",
  "queue-unfinished-tasks": "error",
  "queue-growing": "warning",
  "queue-starved": "info",
  "pool-starved": "info",
  "pool-idle": "info",
  "pool-self-deadlock": "error",
  "bad-chunk-size": "info",
  straggler: "info",
  "head-of-line-blocking": "info",
  "unread-exception": "warning",
  "gil-bound": "info",
  "blocking-call-in-event-loop": "warning",
  "slow-callback": "info",
  "never-awaited": "warning",
  "stuck-lane": "warning",
};

export interface FindingLocation {
  site: SiteIndex;
  lane: LaneIndex | null;
  /** What this place is to the finding; the words are listed on the rule's page. */
  role: string;
}

/**
 * What is wrong with the locking of a variable: there is none; one line does without; the lock is let go in between; two lines take
 * two different locks; each lane takes one of its own.
 */
export const LOCKING_ADVICE = ["noLock", "oneBare", "separate", "differentLocks", "ownLocks"] as const;

export interface Locking {
  advice: (typeof LOCKING_ADVICE)[number];
  /** The lock that protects the other accesses, or both ends of the update in different holds, or this update; null = none. */
  lock: ResourceIndex | null;
  /** An access that does not hold it; 0 = none. */
  bare: SiteIndex;
  /** The lock that is held there in its place; absent = none. */
  other?: ResourceIndex;
}

/** One of the two accesses that nothing orders. */
export interface RacingAccess {
  site: SiteIndex;
  lane: LaneIndex;
  timeNs: Ns;
  writes: boolean;
  /** The locks that its lane held, as far as holds were recorded one by one. */
  locks: ResourceIndex[];
}

/** The first location is where to mend. */
export interface Finding {
  /** Hash of the rule and its normalised sites: the same in every run. */
  id: string;
  rule: Rule;
  severity: Severity;
  certainty: Certainty;
  /** English; `messageKey` and `params` say the same in every language. */
  message: string;
  advice: string;
  messageKey: string;
  params: Record<string, string | number>;
  count: number;
  costNs: Ns;
  /** Lanes that it held up; absent = not known. Of findings that are alike otherwise the one with more comes first. */
  hurt?: number;
  locations: FindingLocation[];
  /** Where on the timeline: jump there. null = nowhere in particular. */
  focus: { lane: LaneIndex; startNs: Ns; endNs: Ns } | null;
  data: Record<string, unknown>;
  /** Of lost-update: the variables that it tells of, indexes into `Trace.races`. Not in the report, as `locking`. */
  variables?: number[];
  locking?: Locking;
  /** Of data-race: both accesses of the first pair, the one to mend first. Not in the report, which has them in `data`. */
  racing?: [RacingAccess, RacingAccess];
}
