/**
 * What each line of the program lost: for the line that wrote over the updates of others, and for the line at which it had read
 * the value that was too old by then. (rules/lost-update.ts)
 */
import type { Loss, RaceAccess, RaceVariable } from "../trace/race-types";
import type { Site, Trace } from "../trace/types";
import type { LaneIndex, SiteIndex } from "../units";
import type { Finding } from "./finding";

export interface LinePlace {
  /** Absolute, as Python names it. */
  file: string;
  /** 1-based. */
  line: number;
}

/** One access of a loss. */
export interface LossStep extends LinePlace {
  role: "victimRead" | "read" | "victim" | "write";
  lane: LaneIndex;
  laneName: string;
  version: number;
}

/** Updates of one variable, and what the line had to do with it. */
export interface LineLoss {
  /** Id of the finding that tells of the variable. */
  finding: string;
  name: string;
  /** Of the variable, by all of its lines together: one line's share is known only where it is the only one. */
  count: number;
  exact: boolean;
  byValue: boolean;
  /** `write`: other lanes' updates went here. `read`: nothing went here, but what was read here was written too late. */
  role: "write" | "read";
  /** The other lines that wrote over updates; of a `read`, those that wrote what was read there. */
  others: LinePlace[];
  /** Lines that may have done so as well: not every single loss is known. Without `steps`: it was this line or one of these. */
  perhaps: LinePlace[];
  /** The first loss here, in the order of time; empty where none is known in full. */
  steps: LossStep[];
  /** Of the finding: says which lock is missing. */
  messageKey: string;
  params: Finding["params"];
}

export interface LineLosses extends LinePlace {
  /** Writes first, of these and of those the most updates first. */
  losses: LineLoss[];
}

/** @returns by file, then by line */
export function lineLosses(trace: Trace, findings: readonly Finding[]): LineLosses[] {
  const lines = new Map<string, LineLosses>();
  for (const finding of findings) {
    const variables = (finding.variables ?? []).map((variable) => trace.races[variable]);
    for (const { place, loss } of lossesOf(trace, finding, variables)) {
      const key = keyOf(place);
      const known = lines.get(key);
      if (known) known.losses.push(loss);
      else lines.set(key, { file: place.file, line: place.line, losses: [loss] });
    }
  }
  const isWrite = ({ role }: LineLoss) => Number(role === "write");
  for (const { losses } of lines.values()) losses.sort((a, b) => isWrite(b) - isWrite(a) || b.count - a.count);
  return [...lines.values()].sort(byPlace);
}

function lossesOf(trace: Trace, finding: Finding, variables: readonly RaceVariable[]) {
  const losses = variables.flatMap((variable) => variable.losses).sort((a, b) => a.write.timeNs - b.write.timeNs);
  const writers = firstAt(trace, losses, ({ write }) => write);
  // Each variable tells its first losses only, and none of what it did not see.
  const isWhole = variables.every(({ exact, stale, losses }) => exact && stale === losses.length);
  const perhaps = isWhole ? [] : dependentLines(trace, variables).filter((place) => !writers.has(keyOf(place)));
  const known = [...writers.values()].map(({ place }) => place);
  const { id, count, messageKey, params } = finding;
  const shared = {
    finding: id,
    name: String(params.name),
    count,
    exact: variables.every(({ exact }) => exact),
    byValue: variables.some(({ byValue }) => byValue),
    messageKey,
    params,
  };
  const write = (place: LinePlace, loss: Loss | null): { place: LinePlace; loss: LineLoss } => ({
    place,
    loss: {
      ...shared,
      role: "write",
      others: known.filter((other) => keyOf(other) !== keyOf(place)).sort(byPlace),
      perhaps: perhaps.filter((other) => keyOf(other) !== keyOf(place)),
      steps: loss === null ? [] : stepsOf(trace, loss),
    },
  });
  if (known.length === 0) return perhaps.map((place) => write(place, null));
  const reads = [...firstAt(trace, losses, ({ read }) => read)]
    .filter(([key]) => !writers.has(key))
    .map(([key, { place, loss }]) => {
      const of = losses.filter(({ read }) => keyOf(trace.sites[read.site]) === key);
      const others = [...firstAt(trace, of, (each) => each.write).values()].map((writer) => writer.place);
      const steps = stepsOf(trace, loss);
      return { place, loss: { ...shared, role: "read" as const, others, perhaps: [], steps } };
    });
  return [...[...writers.values()].map(({ place, loss }) => write(place, loss)), ...reads];
}

/** The lines of one of the accesses, each with its first loss. */
function firstAt(trace: Trace, losses: readonly Loss[], access: (loss: Loss) => RaceAccess) {
  const lines = new Map<string, { place: LinePlace; loss: Loss }>();
  for (const loss of losses) {
    const place = trace.sites[access(loss).site];
    if (isLine(place) && !lines.has(keyOf(place))) lines.set(keyOf(place), { place: linePlace(place), loss });
  }
  return lines;
}

/** Where writes stand that depend on an earlier read: no others can lose anything. */
function dependentLines(trace: Trace, variables: readonly RaceVariable[]): LinePlace[] {
  const lines = new Map<string, LinePlace>();
  for (const { accesses } of variables)
    for (const { site, does } of accesses) {
      const place = trace.sites[site];
      if ((does === "value" || does === "control") && isLine(place)) lines.set(keyOf(place), linePlace(place));
    }
  return [...lines.values()].sort(byPlace);
}

function stepsOf(trace: Trace, { read, victimRead, victim, write }: Loss): LossStep[] {
  const step = (role: LossStep["role"], { site, lane, version, timeNs }: RaceAccess) => ({
    timeNs,
    step: { role, ...placeOf(trace, site), lane, laneName: trace.lanes[lane].name, version },
  });
  // Of two at the same nanosecond the read was first: whoever writes has read before.
  const steps = [step("read", read), step("victim", victim), step("write", write)];
  if (victimRead !== null) steps.unshift(step("victimRead", victimRead));
  return steps.sort((a, b) => a.timeNs - b.timeNs).map((each) => each.step);
}

const placeOf = (trace: Trace, site: SiteIndex): LinePlace => linePlace(trace.sites[site]);
const linePlace = ({ file, line }: LinePlace): LinePlace => ({ file, line });
const isLine = ({ file, line, program }: Site): boolean => program && line > 0 && file !== "";
const keyOf = ({ file, line }: LinePlace): string => `${line} ${file}`;

export function byPlace(a: LinePlace, b: LinePlace): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
