/**
 * Sites in the order in which a live trace first had them. `Trace.sites` is sorted, so that one recording always gives the
 * same table: a new site moves all behind it. What others keep (a page, the editor) needs numbers that stay.
 */
import type { Finding } from "../analysis/finding";
import type { Site } from "../trace/types";
import type { RunFacts, StuckLane } from "./messages";

export class LiveSites {
  /** Only ever longer. */
  readonly sites: Site[] = [];
  readonly #numbers = new Map<string, number>();

  /** The lasting number of each of these sites, by its index among them. */
  numbersOf(sites: readonly Site[]): Uint32Array {
    return Uint32Array.from(sites, (site) => this.#numberOf(site));
  }

  #numberOf(site: Site): number {
    const key = `${site.line} ${site.column} ${site.program} ${site.function}\n${site.file}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.sites.push(site) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** A resource or a pool with the number of its site that is sent. */
export function withSite<T extends { site: number }>(made: T, numbers: Uint32Array): T {
  return { ...made, site: numbers[made.site] };
}

export function findingWithSites(finding: Finding, numbers: Uint32Array): Finding {
  return {
    ...finding,
    locations: finding.locations.map((location) => ({ ...location, site: numbers[location.site] })),
    ...(finding.locking && { locking: { ...finding.locking, bare: numbers[finding.locking.bare] } }),
    ...(finding.racing && { racing: [withSite(finding.racing[0], numbers), withSite(finding.racing[1], numbers)] }),
  };
}

/** Only the fields of a StuckLane: what comes in may know more. */
export function stuckWithSites(stuck: StuckLane, numbers: Uint32Array): StuckLane {
  const { lane, op, resource, pool, process, sinceNs, site, holder, holderSite, cycle } = stuck;
  const sites = { site: numbers[site], holderSite: numbers[holderSite] };
  return { lane, op, resource, pool, process, sinceNs, holder, cycle, ...sites };
}

export function runWithSites({ path, ...others }: RunFacts, numbers: Uint32Array): RunFacts {
  const places = path?.places.map((place) => ({ ...place, site: numbers[place.site] })) ?? [];
  const lanes = path?.lanes.map(({ lane, share }) => ({ lane, share })) ?? [];
  return { path: path && { lanes, places }, ...others };
}
