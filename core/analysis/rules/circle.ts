/** A circle of lanes that wait for each other, as findings tell it. */
import { type Trace, WaitOp } from "../../trace/types";
import { WAIT_TARGET } from "../../trace/vocabulary";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex, WaitIndex } from "../../units";
import type { FindingLocation } from "../finding";
import { whereText } from "../rule";
import { shownLanes, shownResources } from "../shown-names";
import type { Circle } from "../standstill/circles";
import type { Standstill } from "../standstill/index";

/** A lane of the circle, what it waits for and where, and where the next one took it. */
export interface Link {
  lane: LaneIndex;
  wait: WaitIndex;
  op: keyof typeof WaitOp;
  site: SiteIndex;
  sinceNs: Ns;
  resource: ResourceIndex | null;
  pool: number | null;
  /** The next lane of the circle. */
  holder: LaneIndex;
  /** 0 = it did not take anything: it is joined, or is to give something. */
  holderSite: SiteIndex;
}

export function linksOf(trace: Trace, { moment, stuck }: Standstill, circle: Circle): Link[] {
  return circle.map((lane, index) => {
    const holder = circle[(index + 1) % circle.length];
    // A task that stands still with its loop may be in no wait of its own: its thread's is the one.
    const isItsLoop = trace.lanes[lane].loop === holder;
    const wait = (isItsLoop ? undefined : moment.waitOf.get(lane)) ?? moment.waitOf.get(holder)!;
    const op = trace.waits.op[wait];
    const object = trace.waits.object[wait];
    const target = WAIT_TARGET[op];
    return {
      lane,
      wait,
      op: OP_NAMES[op],
      site: trace.waits.site[wait],
      sinceNs: trace.waits.startNs[wait],
      resource: target === "resource" && !isItsLoop ? object : null,
      pool: target === "pool" ? object : null,
      holder,
      holderSite: stuck.get(lane)!.givers.find((giver) => giver.lane === holder)!.site,
    };
  });
}

const OP_NAMES = Object.fromEntries(Object.entries(WaitOp).map(([name, op]) => [op, name])) as Record<
  number,
  keyof typeof WaitOp
>;

/** How long none of them could go on. */
export const stuckNs = (links: readonly Link[], atNs: Ns): Ns =>
  Math.max(0, atNs - Math.max(...links.map(({ sinceNs }) => sinceNs)));

export const waitedNs = (links: readonly Link[], atNs: Ns): Ns =>
  links.reduce((sum, { sinceNs }) => sum + Math.max(0, atNs - sinceNs), 0);

export const thingName = (trace: Trace, { resource, pool }: Link): string =>
  resource !== null ? shownResources(trace)[resource] : pool !== null && pool >= 0 ? trace.pools[pool].name : "";

/** `plato (app.py:9) → right (app.py:6) → kant (app.py:12) → left (app.py:5) → plato`: behind a lane the line where it waits. */
export function chainText(trace: Trace, links: readonly Link[]): string {
  const at = (site: SiteIndex) => (site === 0 ? "" : ` (${whereText(trace, site)})`);
  const names = shownLanes(trace);
  const parts = links.flatMap((link) => {
    const name = thingName(trace, link);
    return [`${names[link.lane]}${at(link.site)}`, ...(name === "" ? [] : [`${name}${at(link.holderSite)}`])];
  });
  return [...parts, names[links[0].lane]].join(" → ");
}

/** Where it waits (role `waits`), and where the next one took what it waits for (role `holds`). */
export const circleLocations = (links: readonly Link[]): FindingLocation[] =>
  links.flatMap(({ lane, site, holder, holderSite }) => [
    { site, lane, role: "waits" },
    ...(holderSite === 0 ? [] : [{ site: holderSite, lane: holder, role: "holds" }]),
  ]);

export const circleData = (trace: Trace, links: readonly Link[]) =>
  links.map(({ lane, op, site, sinceNs, resource, pool, holder, holderSite }) => ({
    lane,
    op,
    resource,
    pool,
    sinceNs,
    waits: place(trace, site),
    holder,
    holds: place(trace, holderSite),
  }));

const place = ({ sites }: Trace, site: SiteIndex) =>
  site === 0 ? null : { file: sites[site].file, line: sites[site].line };
