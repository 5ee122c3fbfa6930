/** The findings that a programmer has to act on, with their places in the source instead of numbers of sites. */
import type { Trace } from "../trace/types";
import type { Finding, FindingLocation, Rule } from "./finding";

export interface ProblemPlace {
  /** Absolute, as Python names it. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-8 bytes; 0 = unknown. */
  column: number;
  role: string;
  laneName: string | null;
}

export interface Problem {
  finding: string;
  rule: Rule;
  severity: "error" | "warning";
  messageKey: string;
  params: Finding["params"];
  /** The first is where to mend. Never empty. */
  places: ProblemPlace[];
}

/**
 * Not those of severity `info`: they tell what something costs, and stand beside the line and on the timeline already. Nor those
 * whose first place is no line of the program: there would be nothing to mend.
 */
export function problemsOf(trace: Trace, findings: readonly Finding[]): Problem[] {
  return findings.flatMap(({ id, rule, severity, messageKey, params, locations }) => {
    if (severity === "info") return [];
    const [first, ...others] = locations.map((location) => placeOf(trace, location));
    if (!first) return [];
    const places = [first, ...others.filter((place) => place !== null)];
    return { finding: id, rule, severity, messageKey, params, places };
  });
}

function placeOf({ sites, lanes }: Trace, { site, lane, role }: FindingLocation): ProblemPlace | null {
  const { file, line, column, program } = sites[site];
  if (!program || line < 1 || file === "") return null;
  return { file, line, column, role, laneName: lane === null ? null : lanes[lane].name };
}
