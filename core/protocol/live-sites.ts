/**
 * Sites in the order in which a live trace first had them. `Trace.sites` is sorted, so that one recording always gives the
 * same table: a new site moves all behind it. What others keep (a page, the editor) needs numbers that stay.
 */
import type { Finding } from "../analysis/finding";
import type { Resource, Site } from "../trace/types";
import type { StuckLane } from "./messages";

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

export function resourceWithSite(resource: Resource, numbers: Uint32Array): Resource {
  return { ...resource, site: numbers[resource.site] };
}

export function findingWithSites(finding: Finding, numbers: Uint32Array): Finding {
  return {
    ...finding,
    locations: finding.locations.map((location) => ({ ...location, site: numbers[location.site] })),
    ...(finding.locking && { locking: { ...finding.locking, bare: numbers[finding.locking.bare] } }),
  };
}

/** Only the fields of a StuckLane: what comes in may know more. */
export function stuckWithSites(stuck: StuckLane, numbers: Uint32Array): StuckLane {
  const { lane, resource, sinceNs, site, holder, holderSite, cycle } = stuck;
  return { lane, resource, sinceNs, site: numbers[site], holder, holderSite: numbers[holderSite], cycle };
}
