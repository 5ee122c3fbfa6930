/**
 * lost-update: a lane wrote what it had computed from a value that was no longer the variable's, and so undid what others had
 * written since. Counted by the runtime's judge, update by update. (docs/findings/lost-update.md)
 *
 *   lane A   read v0 ────────────────── write v2     `write`, from `read`: here is what to mend
 *   lane B        read v0 ── write v1                `overwritten`: what was lost
 */
import { formatCount } from "../../l10n/format";
import type { Loss, RaceAccess, RaceVariable } from "../../trace/race-types";
import type { Trace } from "../../trace/types";
import type { ResourceIndex, SiteIndex } from "../../units";
import type { Finding, FindingLocation, Locking } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { type HeldLookup, heldLocks } from "./held-locks";

/** Losses that `data` lists one by one. */
const MAX_LOSSES = 20;
/** Lines that the message names. */
const MAX_LINES_NAMED = 3;

/**
 * One finding for each variable of the program. The objects of one class and attribute, the items of one name, and what each
 * process has of a variable fold into one.
 */
export function findLostUpdates({ trace }: Facts): Finding[] {
  const groups = new Map<string, number[]>();
  trace.races.forEach((race, variable) => {
    if (race.lost === 0) return;
    const key = keyOf(race);
    const group = groups.get(key);
    if (group) group.push(variable);
    else groups.set(key, [variable]);
  });
  if (groups.size === 0) return [];
  const held = heldLocks(trace);
  // Of a recording that lost the rows of its places nobody can say where.
  const isPlaced = (indexes: number[]) => {
    const variables = indexes.map((index) => trace.races[index]);
    return (
      locationsOf(
        variables,
        variables.flatMap(({ losses }) => losses),
      ).length > 0
    );
  };
  return [...groups.values()].filter(isPlaced).map((variables) => describe(trace, variables, held));
}

/** So often is an access of one line noted at least, before the runtime may let it rest. */
const LEAST_HITS_WATCHED = 2_000;

const isBusy = (variables: readonly RaceVariable[]): boolean =>
  variables.some(({ accesses }) => accesses.some(({ hits }) => hits >= LEAST_HITS_WATCHED));

const keyOf = ({ kind, scope, name }: RaceVariable): string => JSON.stringify([kind, mainOf(scope), name]);

/** A process that multiprocessing spawned has the main program's module under another name. */
const mainOf = (scope: string): string => (scope === "__mp_main__" ? "__main__" : scope);

function describe(trace: Trace, indexes: number[], held: HeldLookup): Finding {
  const variables = indexes.map((index) => trace.races[index]);
  const [{ kind, scope, name }] = variables;
  const sum = (of: (variable: RaceVariable) => number) =>
    variables.reduce((total, variable) => total + of(variable), 0);
  const count = sum(({ lost }) => lost);
  const exact = trace.races.every((other) => other.exact || keyOf(other) !== keyOf(variables[0]));
  const byValue = variables.some((variable) => variable.byValue);
  const losses = variables.flatMap((variable) => variable.losses).sort((a, b) => a.write.timeNs - b.write.timeNs);
  const { sites, ...locking } = lockingOf(trace, variables, losses, held);
  const { advice, lock, bare, other } = locking;
  const locations = locationsOf(variables, losses);
  const dependent = dependentSites(variables);
  const isOfTask = ({ lane }: RaceAccess) => trace.lanes[lane].kind === "task";
  const ofTasks = losses.length > 0 && losses.every(({ write, victim }) => isOfTask(write) && isOfTask(victim));
  const base = byValue ? "finding.lostUpdate.value" : "finding.lostUpdate.control";
  return {
    id: findingId(
      "lost-update",
      dependent.map((site) => trace.sites[site]),
    ),
    rule: "lost-update",
    severity: byValue ? "error" : "warning",
    certainty: "observed",
    ...textOf(`${base}.${ofTasks && advice === "noLock" ? "tasks" : advice}` as FindingText, {
      name,
      ofTasks: ofTasks ? 1 : 0,
      count,
      number: formatCount(count),
      exact: exact ? 1 : 0,
      rested: !exact && isBusy(variables) ? 1 : 0,
      where: writesText(trace, locations, losses),
      read: whereText(trace, (locations.find(({ role }) => role === "read") ?? locations[0]).site),
      lock: lock === null ? "" : trace.resources[lock].name,
      bare: bare === 0 ? "" : whereText(trace, bare),
      other: other === undefined ? "" : trace.resources[other].name,
    }),
    count,
    costNs: 0,
    locations,
    focus: focusOf(losses),
    data: {
      variable: { kind, scope, name },
      exact,
      dependence: byValue ? "value" : "control",
      updates: sum(({ updates }) => updates),
      resetLost: sum(({ resetLost }) => resetLost),
      objects: variables.slice(0, MAX_LOSSES).map(({ lost, exact }) => ({ lost, exact })),
      locks: sites,
      losses: losses.slice(0, MAX_LOSSES).map((loss) => lossData(trace, loss)),
    },
    variables: indexes,
    locking,
  };
}

interface LockingAtSites extends Locking {
  /** What each line holds. */
  sites: { file: string; line: number; does: string; holds: ResourceIndex[] }[];
}

function lockingOf(
  trace: Trace,
  variables: readonly RaceVariable[],
  losses: readonly Loss[],
  held: HeldLookup,
): LockingAtSites {
  // Each object and each process may have a lock of its own: made at one place, they are the same lock of the program.
  const placeOf = (lock: ResourceIndex) => trace.resources[lock].site || -1 - lock;
  const heldAt = new Map<SiteIndex, Map<number, ResourceIndex>>();
  const note = ({ site, lane, timeNs }: RaceAccess) => {
    if (site === 0) return;
    const now = new Map(Array.from(held(lane, timeNs).keys(), (lock) => [placeOf(lock), lock]));
    const before = heldAt.get(site) ?? now;
    heldAt.set(site, new Map([...before].filter(([place]) => now.has(place))));
  };
  for (const { touches } of variables) touches.forEach(note);
  for (const { read, write } of losses) [read, write].forEach(note);
  const sites = [...heldAt].map(([site, locks]) => ({
    file: trace.sites[site].file,
    line: trace.sites[site].line,
    does: doesAt(variables, site),
    holds: [...locks.values()].sort((a, b) => a - b),
  }));
  const separate = losses.map((loss) => heldAtBothEnds(loss, held)).find((lock) => lock !== null) ?? null;
  if (separate !== null) return { advice: "separate", lock: separate, bare: 0, sites };
  const different = differentLocks(trace, losses, held);
  if (different !== null) return { ...different, sites };
  const uses = new Map<number, { lock: ResourceIndex; lines: number }>();
  for (const locks of heldAt.values())
    for (const [place, lock] of locks) {
      const use = uses.get(place);
      uses.set(place, { lock: Math.min(lock, use?.lock ?? lock), lines: (use?.lines ?? 0) + 1 });
    }
  const [most] = [...uses].sort(([, a], [, b]) => b.lines - a.lines || a.lock - b.lock);
  if (most === undefined) return { advice: "noLock", lock: null, bare: 0, sites };
  const [place, { lock }] = most;
  const [bare] = [...heldAt].filter(([, locks]) => !locks.has(place)).sort(([a], [b]) => a - b)[0] ?? [0];
  return bare === 0 ? { advice: "noLock", lock: null, bare: 0, sites } : { advice: "oneBare", lock, bare, sites };
}

/** A lock that was held at the read and again at the write, and let go in between. */
function heldAtBothEnds({ read, write }: Loss, held: HeldLookup): ResourceIndex | null {
  const atWrite = held(write.lane, write.timeNs);
  for (const [lock, hold] of held(read.lane, read.timeNs)) {
    const other = atWrite.get(lock);
    if (other !== undefined && other !== hold) return lock;
  }
  return null;
}

/** Both held a lock when they wrote, but not the same one. */
function differentLocks({ resources }: Trace, losses: readonly Loss[], held: HeldLookup): Locking | null {
  for (const { write, victim } of losses) {
    const [own, others] = [held(write.lane, write.timeNs), held(victim.lane, victim.timeNs)];
    const [lock] = [...own.keys()].filter((resource) => !others.has(resource));
    const [other] = [...others.keys()].filter((resource) => !own.has(resource));
    if (lock === undefined || other === undefined || [...own.keys()].some((resource) => others.has(resource))) continue;
    const advice = resources[lock].name === resources[other].name ? "ownLocks" : "differentLocks";
    return { advice, lock, bare: victim.site, other };
  }
  return null;
}

function doesAt(variables: readonly RaceVariable[], site: SiteIndex): string {
  for (const { accesses } of variables) for (const access of accesses) if (access.site === site) return access.does;
  return "read";
}

/** The writes that depend on a read: the same in every run that comes there. */
function dependentSites(variables: readonly RaceVariable[]): SiteIndex[] {
  const sites = variables.flatMap(({ accesses }) =>
    accesses.filter(({ does }) => does === "value" || does === "control").map(({ site }) => site),
  );
  return [...new Set(sites)].sort((a, b) => a - b);
}

/** The lines that overwrote, the one that did most first. */
function writesText(trace: Trace, [first]: readonly FindingLocation[], losses: readonly Loss[]): string {
  const lines = new Set([first.site, ...losses.map(({ write }) => write.site)].map((site) => whereText(trace, site)));
  return [...lines].slice(0, MAX_LINES_NAMED).join(", ") + (lines.size > MAX_LINES_NAMED ? " …" : "");
}

/** The first loss of the line that lost most: where it wrote, what it had read, and what it overwrote. */
function locationsOf(variables: readonly RaceVariable[], losses: readonly Loss[]): FindingLocation[] {
  const byWrite = new Map<SiteIndex, Loss[]>();
  for (const loss of losses) {
    const same = byWrite.get(loss.write.site);
    if (same) same.push(loss);
    else byWrite.set(loss.write.site, [loss]);
  }
  const most = [...byWrite.values()].sort((a, b) => b.length - a.length || a[0].write.site - b[0].write.site)[0];
  if (most === undefined) return dependentSites(variables).map((site) => ({ site, lane: null, role: "write" }));
  const [{ write, read, victim }] = most;
  const at = ({ site, lane }: RaceAccess, role: string): FindingLocation => ({ site, lane, role });
  return [at(write, "write"), at(read, "read"), at(victim, "overwritten")];
}

function focusOf([first]: readonly Loss[]): Finding["focus"] {
  if (first === undefined) return null;
  const { read, write, victimRead } = first;
  const startNs = Math.min(read.timeNs, victimRead?.timeNs ?? read.timeNs);
  return { lane: write.lane, startNs, endNs: write.timeNs };
}

function lossData(trace: Trace, { read, victimRead, victim, write }: Loss) {
  const one = ({ site, lane, timeNs, version }: RaceAccess) => {
    const { file, line } = trace.sites[site];
    return { lane, timeNs, version, file, line };
  };
  return {
    read: one(read),
    overwrittenRead: victimRead && one(victimRead),
    overwritten: one(victim),
    write: one(write),
  };
}
