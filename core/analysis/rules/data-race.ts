/**
 * data-race: two lanes access a variable, one of them writes it, and nothing orders the two. Found by happens-before (core/races),
 * so also where nothing went wrong this time. (docs/findings/data-race.md)
 */

import { bytesHandedOver } from "../../races/bytes";
import type { RacingPair } from "../../races/detector";
import { type Guard, Guards } from "../../races/guard";
import { areUnderMutex } from "../../races/mutex";
import { type Build, judge } from "../../races/policy";
import { predict } from "../../races/predict";
import { findRacingPairs } from "../../races/sweep";
import { type Accesses, isWrite } from "../../trace/accesses";
import type { Trace } from "../../trace/types";
import type { SiteIndex } from "../../units";
import type { Finding, FindingLocation, RacingAccess } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { type HeldLookup, heldLocks } from "./held-locks";

const GRAVITY = { error: 0, warning: 1, info: 2 };
/** Objects that `data` lists. */
const MOST_OBJECTS = 20;

interface Group {
  name: string;
  pairs: RacingPair[];
}

/** One finding for each variable and pair of lines. The objects of one class and attribute, the items of one name fold into one. */
export function findDataRaces({ trace }: Facts): Finding[] {
  const { accesses } = trace;
  if (accesses === undefined) return [];
  const names = accesses.variables.map(({ kind, scope, name }) => JSON.stringify([kind, mainOf(scope), name]));
  const lost = new Set(trace.races.filter((race) => race.lost > 0).map(({ name }) => name));
  const groups = new Map<string, Group>();
  const mayHandOver = bytesHandedOver(trace, accesses);
  const unseen = new Set(trace.processes.flatMap(({ pid, handsOverUnseen }) => (handsOverUnseen ? [pid] : [])));
  const isDoubtful = (pair: RacingPair) =>
    mayHandOver(pair) ||
    areUnderMutex(trace, accesses, pair) ||
    unseen.has(trace.lanes[accesses.thread[pair.first]].pid);
  const racing = findRacingPairs(accesses, trace.lanes.length).filter((pair) => !isDoubtful(pair));
  const keyOf = (pair: RacingPair) =>
    [
      names[pair.variable],
      ...sitesOf(accesses, pair)
        .map((site) => lineOf(trace, site))
        .sort(),
    ].join(" ");
  const shown = new Set(racing.map(keyOf));
  const weak = findRacingPairs(accesses, trace.lanes.length, { locksOrder: false }).filter((pair) => !isDoubtful(pair));
  const overlapping = (pairs: readonly RacingPair[]) =>
    new Set(pairs.filter((pair) => areWrites(accesses, pair)).map(({ variable }) => names[variable]));
  const [torn, kept] = [overlapping(racing), overlapping(weak)];
  const predicted = new Set(predict(accesses, weak, (pair) => shown.has(keyOf(pair))));
  for (const pair of [...racing, ...predicted]) {
    // Of two tasks it is the lost update that tells.
    if (pair.isOfTasks && lost.has(accesses.variables[pair.variable].name)) continue;
    const key = keyOf(pair);
    const group = groups.get(key);
    if (group !== undefined) group.pairs.push(pair);
    else groups.set(key, { name: names[pair.variable], pairs: [pair] });
  }
  if (groups.size === 0) return [];
  const held = heldLocks(trace);
  const guards = accesses.areLocksWhole ? new Guards(trace, accesses, held, (variable) => names[variable]) : null;
  const build = buildOf(trace);
  const all = [...groups.values()].map(({ name, pairs }) => {
    const areWritesOrdered = !torn.has(name) && (!kept.has(name) || guards?.guardsWritesOf(name) === true);
    const about = { guard: guards?.of(name) ?? null, isPredicted: predicted.has(pairs[0]), areWritesOrdered };
    return { name, finding: describe(trace, accesses, pairs, about, build, held) };
  });
  const grave = new Set(all.flatMap(({ name, finding }) => (finding.severity === "info" ? [] : [name])));
  return all.map(({ name, finding }) => (grave.has(name) ? besideGraver(finding) : finding));
}

const areWrites = ({ site, sites }: Accesses, { first, second }: RacingPair): boolean =>
  isWrite(sites[site[first]]) && isWrite(sites[site[second]]);

/** That there is nothing to mend would be wrong where other accesses of the variable need a lock. */
function besideGraver(finding: Finding): Finding {
  const [word] = finding.messageKey.split(".").slice(2);
  return finding.severity === "info"
    ? { ...finding, ...textOf(`finding.dataRace.${word}.graver` as FindingText, finding.params) }
    : finding;
}

/** A process that multiprocessing spawned has the main program's module under another name. */
const mainOf = (scope: string): string => (scope === "__mp_main__" ? "__main__" : scope);

const sitesOf = ({ site, sites }: Accesses, { first, second }: RacingPair): [SiteIndex, SiteIndex] => [
  sites[site[first]].site,
  sites[site[second]].site,
];

function lineOf({ sites }: Trace, site: SiteIndex): string {
  const { file, line, column } = sites[site];
  // Without a line two places would be told apart by nothing else.
  return line === 0 ? `${file}:?${column} ${site}` : `${file}:${line}`;
}

function buildOf({ program }: Trace): Build {
  const [major, minor] = program.python.split(".").map(Number);
  return { isLuckReal: program.gil && (major > 3 || minor >= 10) };
}

interface About {
  guard: Guard | null;
  isPredicted: boolean;
  /** No two writes of the variable race. */
  areWritesOrdered: boolean;
}

function describe(
  trace: Trace,
  accesses: Accesses,
  pairs: readonly RacingPair[],
  { guard, isPredicted, areWritesOrdered }: About,
  build: Build,
  held: HeldLookup,
): Finding {
  const { variables, sites, site, actor, timeNs } = accesses;
  const mayDepend = new Set(pairs.filter((one) => one.mayDepend).map(({ first, second }) => pairOf(first, second)));
  const judged = pairs.map((pair) => ({
    pair,
    verdict: judge(sites[site[pair.first]], sites[site[pair.second]], build, {
      mayDepend: mayDepend.has(pairOf(pair.first, pair.second)),
      isOfProcesses: variables[pair.variable].lockKey !== "",
      isOfTasks: pair.isOfTasks,
      areWritesOrdered,
    }),
  }));
  // A line that reads and writes races in both ways with another one: the graver way tells.
  const [{ pair, verdict }] = judged.sort((a, b) => GRAVITY[a.verdict.severity] - GRAVITY[b.verdict.severity]);
  const { kind, scope, name } = variables[pair.variable];
  const rows = byWhatToMend(accesses, pair, guard);
  const [mend, other] = rows.map((row) => sites[site[row]].site);
  const locations: FindingLocation[] = rows.map((row, at) => ({
    site: sites[site[row]].site,
    lane: actor[row],
    role: at === 0 ? "access" : "other access",
  }));
  const isBare = guard?.bare.has(mend) ?? false;
  if (guard !== null && isBare) locations.push({ site: trace.resources[guard.lock].site, lane: null, role: "lock" });
  const isComplete = pairs.every(({ variable }) => variables[variable].complete);
  const severity = isPredicted ? "warning" : verdict.severity;
  const racing = rows.map((row) => accessOf(accesses, row, held)) as [RacingAccess, RacingAccess];
  const word = isPredicted ? "predicted" : verdict.word;
  const isOfProcesses = variables[pair.variable].lockKey !== "";
  const isGuarded = racing.some(({ writes, locks }) => writes && locks.length > 0);
  const advice = adviceFor(word, racing, { isBare, isGuarded, isOfTasks: pair.isOfTasks, isOfProcesses });
  const isSameLine = lineOf(trace, mend) === lineOf(trace, other);
  const lanes = rows.map((row) => trace.lanes[actor[row]]);
  const key = kind + scope + name;
  return {
    id: findingId("data-race", [trace.sites[mend], trace.sites[other]], ordinalOf(key)),
    rule: "data-race",
    severity,
    certainty: isPredicted ? "predicted" : "race",
    ...textOf(`finding.dataRace.${word}.${advice}` as FindingText, {
      name,
      where: whereText(trace, mend),
      same: isSameLine ? 1 : 0,
      elsewhere: isSameLine ? "" : whereText(trace, other),
      ofProcesses: lanes[0].process !== lanes[1].process ? 1 : 0,
      ofTasks: lanes[0].process === lanes[1].process && lanes[1].kind === "task" ? 1 : 0,
      ofThreads: lanes[0].process === lanes[1].process && lanes[1].kind !== "task" ? 1 : 0,
      owner: ownerOf(name),
      writes: isWrite(sites[site[rows[0]]]) ? 1 : 0,
      otherWrites: isWrite(sites[site[rows[1]]]) ? 1 : 0,
      lock: guard === null ? "" : trace.resources[guard.lock].name,
      held: guard?.held ?? 0,
      of: guard?.of ?? 0,
    }),
    count: pairs.reduce((sum, { count }) => sum + count, 0),
    costNs: 0,
    locations,
    focus: focusOf(pair),
    racing,
    data: {
      variable: { kind, scope, name },
      kind,
      guard: guard === null ? null : { lock: trace.resources[guard.lock].name, held: guard.held, of: guard.of },
      benign: verdict.benign,
      atomic: verdict.atomic,
      objects: objectsOf(accesses, pairs),
      complete: isComplete,
      accesses: racing.map(({ lane, timeNs, locks }, at) => ({
        lane,
        timeNs,
        op: sites[site[rows[at]]].op,
        locks: locks.map((lock) => trace.resources[lock].name),
      })),
    },
  };

  function pairOf(first: number, second: number): string {
    return [site[first], site[second]].sort((a, b) => a - b).join(" ");
  }

  function focusOf({ first, second }: RacingPair): Finding["focus"] {
    return { lane: actor[second], startNs: Math.min(timeNs[first], timeNs[second]), endNs: timeNs[second] };
  }
}

/** A task's own locks, and those of the thread that ran it. */
function accessOf({ sites, site, actor, thread, timeNs }: Accesses, row: number, held: HeldLookup): RacingAccess {
  const lanes = new Set([actor[row], thread[row]]);
  const locks = [...new Set([...lanes].flatMap((lane) => [...held(lane, timeNs[row]).keys()]))];
  const { [site[row]]: place } = sites;
  return { site: place.site, lane: actor[row], timeNs: timeNs[row], writes: isWrite(place), locks };
}

/** Whose the variable is; of a global nobody's. */
function objectsOf({ variables }: Accesses, pairs: readonly RacingPair[]): number[] {
  const objects = new Set(pairs.map(({ variable }) => variables[variable].object));
  objects.delete(0);
  return [...objects].slice(0, MOST_OBJECTS);
}

/** What to do, as the texts name it. */
function adviceFor(
  word: string,
  racing: readonly RacingAccess[],
  is: { isBare: boolean; isGuarded: boolean; isOfTasks: boolean; isOfProcesses: boolean },
): string {
  if (word === "polledFlag") return "noLock";
  if (word === "lazyInit") return is.isGuarded ? "guarded" : "noLock";
  if (is.isOfProcesses && (word === "plain" || word === "predicted")) return "shared";
  if (is.isOfTasks && word === "plain") return "tasks";
  if (is.isBare) return "bare";
  return word === "look" || (word === "contract" && !racing.every(({ writes }) => writes)) ? "early" : "noLock";
}

/** `v.value` and `a[]` in memory that processes share → the object whose lock guards it. */
const ownerOf = (name: string): string => name.replace(/(\.value|\[\])$/, "");

/** What to mend first: the access without the lock that the others hold, else a write, else the later one. */
function byWhatToMend({ sites, site }: Accesses, { first, second }: RacingPair, guard: Guard | null): number[] {
  const rank = (row: number) => (guard?.bare.has(sites[site[row]].site) ? 2 : 0) + (isWrite(sites[site[row]]) ? 1 : 0);
  return rank(first) > rank(second) ? [first, second] : [second, first];
}

/** Two variables may be accessed in the same two lines. */
function ordinalOf(key: string): number {
  let sum = 0;
  for (const letter of key) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
  return sum;
}
