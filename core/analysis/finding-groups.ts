/** Findings as a person reads them: what has one cause stands together, and no rule crowds out the others. */
import type { Finding, Rule } from "./finding";

export interface FindingGroup {
  first: Finding;
  /** Of the same variable: no graver and no more certain than the first. */
  same: Finding[];
}

export interface ChosenGroups {
  shown: FindingGroup[];
  rest: FindingGroup[];
}

/** In the order of `findings`: those of a variable that an earlier one tells of already go with that one. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups: FindingGroup[] = [];
  const byVariable = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const key = variableOf(finding);
    const known = key === null ? undefined : byVariable.get(key);
    if (known !== undefined) {
      known.same.push(finding);
      continue;
    }
    const group = { first: finding, same: [] };
    groups.push(group);
    if (key !== null && known === undefined) byVariable.set(key, group);
  }
  return groups;
}

/** At most `most` groups, and of each rule at most `mostOfARule`; what is left over, in its order. */
export function chooseGroups(groups: readonly FindingGroup[], most: number, mostOfARule: number): ChosenGroups {
  const chosen: ChosenGroups = { shown: [], rest: [] };
  const counts = new Map<Rule, number>();
  for (const group of groups) {
    const { rule } = group.first;
    const count = counts.get(rule) ?? 0;
    const isShown = chosen.shown.length < most && count < mostOfARule;
    (isShown ? chosen.shown : chosen.rest).push(group);
    counts.set(rule, count + 1);
  }
  return chosen;
}

/** How many findings of each rule these are. */
export function countRules(groups: readonly FindingGroup[]): [rule: Rule, count: number][] {
  const counts = new Map<Rule, number>();
  for (const { rule } of groups.flatMap(({ first, same }) => [first, ...same])) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts];
}

/** The variable that a finding is about; null = none. */
function variableOf({ data }: Finding): string | null {
  const variable = data.variable as { scope?: unknown; name?: unknown } | undefined;
  return variable === undefined ? null : JSON.stringify([variable.scope, variable.name]);
}
