/** What is to be told about a lost update: who read and wrote what, in order, and which lock is missing. */
import type { Locking } from "../analysis/finding";
import type { DrawnLoss } from "./losses";
import type { Model } from "./model";

/** A lost update. Its lane is the one that wrote. */
export interface LossFacts {
  kind: "loss";
  /** Index into the header's `races`, and into its losses. */
  variable: number;
  loss: number;
  lane: number;
  /** The first access, and the write. */
  startNs: number;
  endNs: number;
  /** In time order, so that the write is the last. */
  accesses: LossAccess[];
  /** Index into the findings, -1 = none tells of it. */
  finding: number;
  /** The how-many-th in time of the losses of this variable that are drawn, from 1; `of` are drawn. */
  number: number;
  of: number;
  /** Writes to this variable that lost something and are not drawn. */
  undrawn: number;
  advice: Locking["advice"];
  /** The lock that is missing, or let go in between; -1 = none is known. */
  lock: number;
  /** The line that does without it; 0 = none. */
  bare: number;
}
/** Several lost updates in one diamond of a lane. */
export interface LossPileFacts {
  kind: "losses";
  lane: number;
  /** Between the first of their writes and the last. */
  startNs: number;
  endNs: number;
  /** The lane overwrote so many … */
  wrote: number;
  /** … and so many of its own were overwritten. */
  lost: number;
  /** Of which variables, most first. */
  variables: { variable: number; count: number }[];
  first: LossFacts;
}
export interface LossAccess {
  role: "victimRead" | "read" | "victim" | "write";
  lane: number;
  timeNs: number;
  /** Of the variable: which value was read, or is written. */
  version: number;
  site: number;
}

/** @param mark an index into the model's marks */
export function lossFacts({ losses, findings, trace }: Model, mark: number): LossFacts {
  const drawn = losses.marks[mark];
  const { variable, loss, startNs, endNs, finding } = drawn;
  const rows = losses.ofVariable[variable];
  const { advice, lock, bare } = findings[finding]?.locking ?? { advice: "noLock", lock: null, bare: 0 };
  return {
    kind: "loss",
    variable,
    loss,
    lane: drawn.write.lane,
    startNs,
    endNs,
    accesses: accessesOf(drawn),
    finding,
    number: rows.indexOf(mark) + 1,
    of: rows.length,
    undrawn: Math.max(0, trace.races[variable].stale - rows.length),
    advice,
    lock: lock ?? -1,
    bare,
  };
}

/** What happened at one moment stands in the order of the roles. */
function accessesOf(drawn: DrawnLoss): LossAccess[] {
  const roles = ["victimRead", "read", "victim", "write"] as const;
  const accesses = roles.flatMap((role) => {
    const access = drawn[role];
    if (access === null) return [];
    const { lane, timeNs, version, site } = access;
    return [{ role, lane, timeNs, version, site }];
  });
  return accesses.sort((a, b) => a.timeNs - b.timeNs);
}

/** Room before and behind the accesses of a loss, as a share of what lies between them, and at least. */
const MARGIN = 0.25;
const LEAST_MARGIN_NS = 500;

/** The time to look at: all accesses, none of them at the edge. */
export function lossExtent({ startNs, endNs }: DrawnLoss): { startNs: number; endNs: number } {
  const marginNs = Math.max((endNs - startNs) * MARGIN, LEAST_MARGIN_NS);
  return { startNs: startNs - marginNs, endNs: endNs + marginNs };
}

/** What a diamond of a lane stands for. `marks`: those in it, in time order. */
export function diamondFacts(model: Model, lane: number, marks: readonly number[]): LossFacts | LossPileFacts {
  const first = lossFacts(model, marks[0]);
  if (marks.length === 1) return first;
  const drawn = marks.map((mark) => model.losses.marks[mark]);
  const counts = new Map<number, number>();
  for (const { variable } of drawn) counts.set(variable, (counts.get(variable) ?? 0) + 1);
  const wrote = drawn.filter(({ write }) => write.lane === lane).length;
  return {
    kind: "losses",
    lane,
    startNs: drawn[0].endNs,
    endNs: drawn[drawn.length - 1].endNs,
    wrote,
    lost: drawn.length - wrote,
    variables: [...counts].map(([variable, count]) => ({ variable, count })).sort((a, b) => b.count - a.count),
    first,
  };
}
