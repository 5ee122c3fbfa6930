/**
 * The variables that lost updates, as a page gets them: so many that they can be drawn, whatever the program did. A header goes
 * as a whole with every generation, so it must stay small.
 */
import type { Finding } from "../analysis/finding";
import type { Loss, RaceAccess, RaceVariable } from "../trace/race-types";

/** A variable without any of its losses tells a page little: those come last. */
const MOST_VARIABLES = 2000;
/** Of a trace that has ended, and of one that grows: 250 bytes each, once or again with every generation. */
const MOST_LOSSES = { ended: 10_000, live: 2000 };

export interface SentRaces {
  races: RaceVariable[];
  /** Writes that lost something and are not among the losses that are sent. */
  undrawn: number;
  /** By index of the trace's variables: that of the sent ones, -1 = not sent. */
  variables: Int32Array;
}

/**
 * @param numbers the number that is sent for each site
 * @param ended the trace will not grow any more
 */
export function sentRaces(races: readonly RaceVariable[], numbers: Uint32Array, ended: boolean): SentRaces {
  const sent = chosen(races);
  const most = fairShare(
    sent.map((variable) => races[variable].losses.length),
    ended ? MOST_LOSSES.ended : MOST_LOSSES.live,
  );
  const variables = new Int32Array(races.length).fill(-1);
  sent.forEach((variable, index) => {
    variables[variable] = index;
  });
  let undrawn = 0;
  races.forEach(({ stale, losses }, variable) => {
    const drawn = variables[variable] < 0 ? 0 : Math.min(losses.length, most);
    undrawn += Math.max(stale, losses.length) - drawn;
  });
  return { races: sent.map((variable) => withSites(races[variable], most, numbers)), undrawn, variables };
}

/** Indexes of the variables that are sent, ascending. */
function chosen(races: readonly RaceVariable[]): number[] {
  const all = races.map((_, variable) => variable);
  if (all.length <= MOST_VARIABLES) return all;
  const drawn = all.filter((variable) => races[variable].losses.length > 0);
  const others = all.filter((variable) => races[variable].losses.length === 0);
  return [...drawn, ...others].slice(0, MOST_VARIABLES).sort((a, b) => a - b);
}

/** The largest number of losses for each variable with which all together are at most `limit`. */
export function fairShare(lengths: readonly number[], limit: number): number {
  const ascending = [...lengths].sort((a, b) => a - b);
  let left = limit;
  for (const [i, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - i));
    if (length > share) return share;
    left -= length;
  }
  return ascending.at(-1) ?? 0;
}

function withSites(variable: RaceVariable, most: number, numbers: Uint32Array): RaceVariable {
  const access = (at: RaceAccess): RaceAccess => ({ ...at, site: numbers[at.site] });
  const loss = ({ read, write, victim, victimRead }: Loss): Loss => ({
    read: access(read),
    write: access(write),
    victim: access(victim),
    victimRead: victimRead && access(victimRead),
  });
  return {
    ...variable,
    accesses: variable.accesses.map((each) => ({ ...each, site: numbers[each.site] })),
    touches: [],
    losses: variable.losses.slice(0, most).map(loss),
  };
}

/** The finding with the indexes of the variables that are sent. */
export function findingWithVariables(finding: Finding, { variables }: SentRaces): Finding {
  if (finding.variables === undefined) return finding;
  return { ...finding, variables: finding.variables.map((each) => variables[each]).filter((each) => each >= 0) };
}
