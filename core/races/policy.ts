/** How grave a pair of racing accesses is: the one table (docs/findings/data-race.md has it in words). */
import type { Severity } from "../analysis/finding";
import { type AccessSite, isWrite } from "../trace/accesses";

export type Benign = "lazy-init" | "polled-flag";
export type Atomic = "contract" | "luck";

/** What kind of race it is, as the texts name it. */
export type RaceWord = "lazyInit" | "polledFlag" | "iterated" | "contract" | "look" | "luck" | "plain";

export interface Verdict {
  severity: Severity;
  word: RaceWord;
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

const DEPENDENT: ReadonlySet<string> = new Set(["update", "value", "control"]);

/** It writes what depends on a read of before, with a gap between. */
const isDependent = (site: AccessSite): boolean =>
  isWrite(site) && !has(site, "luck") && (site.of.length > 0 || DEPENDENT.has(site.does));

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

const isByContract = (site: AccessSite): boolean => {
  if (!has(site, "one-op") || has(site, "feeds") || isDependent(site)) return false;
  if (!isWrite(site)) return true;
  if (CONTRACT_WRITES.has(site.op)) return true;
  return site.op === "store";
};

const isByLuck: Test = (a, b) => [a, b].every((site) => (isWrite(site) ? has(site, "luck") : !has(site, "feeds")));

/** A read beside a write that no other write overlaps: it sees what was there before or after, and nothing is lost. */
const isLook: Test = (a, b) => isWrite(a) !== isWrite(b) && isByLuck(a, b);

/** A loop over a container, or what goes through all of it by itself. */
const isIterated = either((read, write) => !isWrite(read) && read.op === "iterate" && isWrite(write));

/** What is there is asked for, then taken: somebody else may have been quicker. */
const isCheckThenTake = either((read, write) => has(read, "test") && !isWrite(read) && TAKES.has(write.op));
const TAKES = new Set(["pop", "remove", "delete"]);

/**
 * The first line that fits.
 * @param isOfProcesses the variable is memory that processes share: each has a GIL of its own
 * @param isOfTasks an `await` lies between what one of them read and its write: whether the write is one step does not matter
 * @param mayDepend one is a write of which nobody can tell what it comes from, by a lane that had read the variable
 * @param areWritesOrdered no two writes of the variable race: one lane alone writes, or a lock is held at every write
 */
export function judge(
  a: AccessSite,
  b: AccessSite,
  { isLuckReal }: Build,
  { mayDepend = false, isOfProcesses = false, isOfTasks = false, areWritesOrdered = false } = {},
): Verdict {
  const plain = { severity: "error", benign: null, atomic: null } as const;
  if (isInitialisation(a, b)) return { severity: "warning", word: "lazyInit", benign: "lazy-init", atomic: null };
  if (isPolledFlag(a, b)) return { severity: "warning", word: "polledFlag", benign: "polled-flag", atomic: null };
  if (isCheckThenTake(a, b)) return { ...plain, word: "plain" };
  if (!mayDepend && isByContract(a) && isByContract(b))
    return { severity: "info", word: "contract", benign: null, atomic: "contract" };
  if (isLook(a, b) && areWritesOrdered && !isOfTasks)
    return { severity: "info", word: "look", benign: null, atomic: "contract" };
  if (isByLuck(a, b) && isLuckReal && !isOfProcesses && !isOfTasks)
    return { severity: "warning", word: "luck", benign: null, atomic: "luck" };
  return { ...plain, word: isIterated(a, b) ? "iterated" : "plain" };
}

/** Operations on one item: a container as a whole they only concern where they are beside one that looks at it as a whole. */
const OF_ONE_ITEM = new Set(["load", "store", "update", "delete", "get", "setdefault", "contains"]);

/** Two accesses of a container that touch no more than an item each: the items are variables of their own. */
export const areOfItems = (a: AccessSite, b: AccessSite): boolean => OF_ONE_ITEM.has(a.op) && OF_ONE_ITEM.has(b.op);

/** To write a list's item is nothing to the list as a whole. */
const isSequence = (type: string): boolean => type === "list" || type === "bytearray" || type === "deque";

export const isOfWhole = ({ op }: AccessSite, kind: string, type: string): boolean =>
  kind !== "container" || !isSequence(type) || !OF_ONE_ITEM.has(op) || op === "delete";
