/** Variables that lost updates, and the files in which nobody looked for such. */
import type { ProcessTables } from "../process-tables";
import type { RaceAccess, RaceVariable } from "../race-types";
import type { Moment } from "../races-meta";
import type { RawTables } from "../raw";
import type { Lane, NotObserved } from "../types";
import type { Order } from "./order";

/** The oldest CPython 3 on which an access and its note are one step. */
const OLDEST_EXACT_MINOR = 10;
const INSTALLED = /[\\/](?:site|dist)-packages[\\/]/;

export interface RaceContext {
  raw: RawTables;
  order: Order;
  lanes: readonly Lane[];
  /** Index = raw site. */
  siteIndex: Uint32Array;
  /** Something of the recording could not be read. */
  isDamaged: boolean;
}

/** By process, then in the order in which they were first told of. */
export function deriveRaces(context: RaceContext): RaceVariable[] {
  const broken = brokenOff(context);
  return context.order.processes.flatMap(({ tables }, rank) =>
    tables === null ? [] : variablesOf(tables, rank, broken, context),
  );
}

/** Files that threads of a process without an end have run, which may have lost more than they could tell. */
function brokenOff({ order, lanes }: RaceContext): ReadonlySet<string> {
  const files = order.processes.flatMap(({ tables }, rank) => {
    const threads = lanes.filter((lane) => lane.process === rank && lane.kind === "thread").length;
    return tables === null || tables.hasEnded || threads < 2 ? [] : [...tables.races.sources.keys()];
  });
  return new Set(files);
}

function variablesOf(
  process: ProcessTables,
  rank: number,
  broken: ReadonlySet<string>,
  context: RaceContext,
): RaceVariable[] {
  const { races } = process;
  const mayBeExact = isWhole(process) && !context.isDamaged && notObservedBy(process).length === 0;
  const variables = new Map<number, RaceVariable>();
  for (const [id, { count, updates, resetLost, stale, byValue, exact, hits }] of races.lost) {
    const row = races.variables.get(id);
    if (row === undefined) continue;
    const files = hits.map(([access]) => races.accesses.get(access)?.file ?? "");
    variables.set(id, {
      process: rank,
      kind: row.kind,
      scope: row.scope,
      name: row.name,
      lost: count,
      stale,
      updates,
      resetLost,
      byValue,
      exact: exact && mayBeExact && !files.some((file) => broken.has(file)),
      accesses: hits.map(([access, times]) => ({
        site: siteOf(process, access, context),
        does: races.accesses.get(access)?.does ?? "read",
        hits: times,
      })),
      touches: [],
      losses: [],
    });
  }
  const moment = (at: Moment) => accessOf(at, process, context);
  for (const row of races.touches) {
    const at = moment(row.at);
    if (at !== null) variables.get(row.variable)?.touches.push(at);
  }
  for (const row of races.losses) {
    const [read, victim, write] = [moment(row.read), moment(row.victim), moment(row.write)];
    if (read === null || victim === null || write === null) continue;
    const victimRead = row.victimRead[0] === 0 ? null : moment(row.victimRead);
    variables.get(row.variable)?.losses.push({ read, victimRead, victim, write });
  }
  return [...variables.values()];
}

/** It came to its end, so that no last accesses are missing, on a Python where none is noted too early or too late. */
function isWhole({ hasEnded, row }: ProcessTables): boolean {
  const minor = Number(row?.python.split(".")[1]);
  return hasEnded && minor >= OLDEST_EXACT_MINOR;
}

function siteOf(process: ProcessTables, access: number, { siteIndex }: RaceContext): number {
  const raw = process.siteOfAccess(access);
  return raw === undefined ? 0 : siteIndex[raw];
}

/** Null where no record has told of the lane yet, or the process not of its start. */
function accessOf(
  [access, lane, ns, version]: Moment,
  process: ProcessTables,
  context: RaceContext,
): RaceAccess | null {
  const { laneIndex, originNs } = context.order;
  const raw = process.knownLane(lane);
  const timeNs = Math.max(0, process.startNs + ns - originNs);
  if (raw === undefined || laneIndex[raw] < 0 || Number.isNaN(timeNs)) return null;
  return { site: siteOf(process, access, context), lane: laneIndex[raw], timeNs, version };
}

/**
 * Files of the program that run unobserved: those that the observer names, and those that showed in the recording and that it
 * never met (`exec`, debuggers, coverage run). Nothing where nobody wanted to observe.
 */
export function notObservedBy({ races, codes }: ProcessTables): NotObserved[] {
  if (races.tier !== "on" && races.tier !== "exact") return [];
  const files = new Map<string, string | null>();
  for (const { file, program } of codes.values()) {
    if (program && !INSTALLED.test(file) && !races.sources.has(file)) files.set(file, null);
  }
  for (const { file, observed, reason } of races.sources.values()) if (!observed) files.set(file, reason);
  return [...files].map(([file, reason]) => ({ file, reason })).sort((a, b) => (a.file < b.file ? -1 : 1));
}
