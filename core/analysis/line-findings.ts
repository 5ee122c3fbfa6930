/**
 * What is wrong at each line of the program, for the editor: each error and warning at the line where to mend it, and a data race at
 * its other line as well. Lost updates have facts of their own (line-losses.ts); what is only information stands on the timeline.
 */
import type { Trace } from "../trace/types";
import type { SiteIndex } from "../units";
import type { Finding, RacingAccess, Rule } from "./finding";
import { byPlace, type LinePlace } from "./line-losses";

/** One of the two accesses that nothing orders. */
export interface RaceStep extends LinePlace {
  laneName: string;
  writes: boolean;
  /** Names of the locks that its lane held. */
  locks: string[];
}

export interface LineFinding {
  finding: string;
  rule: Rule;
  severity: "error" | "warning";
  /** What it is about: a variable, a lock, a queue …; "" = nothing that has a name. */
  about: string;
  /** False: at this line there is nothing to mend before the other line is. */
  isMain: boolean;
  /** Of a data race: its other line, where that is another one. */
  other: LinePlace | null;
  steps: RaceStep[];
  messageKey: string;
  params: Finding["params"];
}

export interface LineFindings extends LinePlace {
  /** The gravest first. */
  findings: LineFinding[];
}

/** @returns by file, then by line */
export function lineFindings(trace: Trace, findings: readonly Finding[]): LineFindings[] {
  const lines = new Map<string, LineFindings>();
  const add = (place: LinePlace, finding: LineFinding): void => {
    const key = `${place.line} ${place.file}`;
    const known = lines.get(key);
    if (known) known.findings.push(finding);
    else lines.set(key, { ...place, findings: [finding] });
  };
  for (const finding of findings) {
    const { rule, severity, locations } = finding;
    const main = locations.length > 0 ? placeOf(trace, locations[0].site) : null;
    if (severity === "info" || rule === "lost-update" || main === null) continue;
    const about = typeof finding.params.name === "string" ? finding.params.name : "";
    const { id, messageKey, params } = finding;
    const steps = (finding.racing ?? []).flatMap((access) => stepOf(trace, access) ?? []);
    const other = steps.find((step) => !isSame(step, main)) ?? null;
    const shared = { finding: id, rule, severity, about, steps, messageKey, params };
    add(main, { ...shared, isMain: true, other: other && placeIn(other) });
    if (other !== null) add(placeIn(other), { ...shared, isMain: false, other: main });
  }
  return [...lines.values()].sort(byPlace);
}

function stepOf(trace: Trace, { site, lane, writes, locks }: RacingAccess): RaceStep | null {
  const place = placeOf(trace, site);
  if (place === null) return null;
  const names = locks.map((lock) => trace.resources[lock].name);
  return { ...place, laneName: trace.lanes[lane].name, writes, locks: names };
}

function placeOf({ sites }: Trace, site: SiteIndex): LinePlace | null {
  const { file, line, program } = sites[site];
  return program && line > 0 && file !== "" ? { file, line } : null;
}

const placeIn = ({ file, line }: LinePlace): LinePlace => ({ file, line });
const isSame = (a: LinePlace, b: LinePlace): boolean => a.file === b.file && a.line === b.line;
