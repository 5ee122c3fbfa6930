/** Names for findings that stay the same from run to run and from machine to machine. */
import { baseName } from "../l10n/format";
import type { Site, Trace } from "../trace/types";
import type { ResourceIndex } from "../units";
import type { Rule } from "./finding";

/**
 * `lock-contention-1f3a9c2e7b604d58`: the rule and 64 bits of its sites.
 *
 * A site counts as file name and line: the folder in front differs between a laptop and a CI machine, what a function is called
 * between two Pythons (`fetch` and `main.<locals>.fetch`, `<listcomp>` and the function around it), and lanes, times and counts
 * between two runs. Give only sites that every run of the same program would give (where a lock is
 * made, not who happened to hold it). Their order does not matter. `ordinal` tells apart what one line makes several times.
 */
export function findingId(rule: Rule, sites: readonly Site[], ordinal = 0): string {
  const normalised = sites.map((site) => `${baseName(site.file)}:${site.line || site.function}`).sort();
  if (ordinal > 0) normalised.push(`#${ordinal}`);
  return `${rule}-${hash64([rule, ...normalised].join("\n"))}`;
}

/** The how-many-th resource of its line this is, from 0: `[Lock() for _ in range(5)]` makes 0 to 4. */
export function ordinalAtSite({ resources }: Trace, resource: ResourceIndex): number {
  const { site } = resources[resource];
  let earlier = 0;
  for (let other = 0; other < resource; other++) if (resources[other].site === site) earlier++;
  return earlier;
}

/** Two independent 32-bit FNV-1a hashes as 16 hex digits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function hash64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return fnv1a(bytes, 0x811c9dc5) + fnv1a(bytes, 0x4f2b91d3);
}

function fnv1a(bytes: Uint8Array, offsetBasis: number): string {
  let hash = offsetBasis;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
