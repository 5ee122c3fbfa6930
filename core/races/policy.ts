/** How grave a pair of racing accesses is: the one table (docs/findings/data-race.md has it in words). */
import type { Severity } from "../analysis/finding";
import { type AccessSite, isWrite } from "../trace/accesses";

export type Benign = "lazy-init" | "polled-flag";
export type Atomic = "contract" | "luck";

export interface Verdict {
  severity: Severity;
  benign: Benign | null;
  atomic: Atomic | null;
}

export interface Build {
  /** `x += 1` is one step only by luck: not on CPython up to 3.9, and not without the GIL. */
  isLuckReal: boolean;
}

type Test = (a: AccessSite, b: AccessSite) => boolean;

const has = ({ flags }: AccessSite, flag: string): boolean => flags.has(flag);
const either =
  (test: (one: AccessSite, other: AccessSite) => boolean): Test =>
  (a, b) =>
    test(a, b) || test(b, a);

/** It writes what depends on a read of before, with a gap between. */
const isDependent = (site: AccessSite): boolean =>
  isWrite(site) && !has(site, "luck") && (site.of.length > 0 || site.does !== "blind");

/** Its write decides nothing but that there is something from now on. */
const isInitialisation = either((write, other) => has(write, "init") && (!isWrite(other) || has(other, "init")));

const isPolledFlag = either(
  (read, write) =>
    !isWrite(read) &&
    isWrite(write) &&
    (has(read, "poll") || has(read, "test")) &&
    has(write, "constant") &&
    !isDependent(write),
);

/** Operations of containers that are one C operation by contract. */
const CONTRACT_WRITES = new Set([
  "append",
  "insert",
  "pop",
  "remove",
  "clear",
  "delete",
  "setdefault",
  "update",
  "sort",
]);

const isByContract = (site: AccessSite, kind: string): boolean => {
  if (!has(site, "one-op") || has(site, "feeds") || isDependent(site)) return false;
  if (!isWrite(site)) return true;
  if (CONTRACT_WRITES.has(site.op)) return true;
  return site.op === "store" && (kind === "item" || kind === "container" || has(site, "constant"));
};

const isByLuck: Test = (a, b) => [a, b].every((site) => (isWrite(site) ? has(site, "luck") : !has(site, "feeds")));

/** The first line that fits. */
export function judge(a: AccessSite, b: AccessSite, kind: string, { isLuckReal }: Build): Verdict {
  if (isInitialisation(a, b)) return { severity: "warning", benign: "lazy-init", atomic: null };
  if (isPolledFlag(a, b)) return { severity: "warning", benign: "polled-flag", atomic: null };
  if (isByContract(a, kind) && isByContract(b, kind)) return { severity: "info", benign: null, atomic: "contract" };
  if (isByLuck(a, b))
    return { severity: isLuckReal ? "warning" : "error", benign: null, atomic: isLuckReal ? "luck" : null };
  return { severity: "error", benign: null, atomic: null };
}
