/**
 * wait-without-loop: a condition's wait after whose return nothing is tested. (docs/findings/wait-without-loop.md)
 *
 * The first location is the line that waits (role `wait`), then where the condition was made (role `created`).
 */
import { type Trace, WaitOp, WaitResult } from "../../trace/types";
import type { SiteIndex, WaitIndex } from "../../units";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { type Facts, textOf, whereText } from "../rule";
import { isSaid } from "./said-of-line";

/** One finding for each line, if the program waited there and went on. */
export function findWaitsWithoutLoop({ trace }: Facts): Finding[] {
  const { waits } = trace;
  const rowsOf = new Map<SiteIndex, WaitIndex[]>();
  for (let wait = 0; wait < waits.length; wait++) {
    const hasReturned = waits.result[wait] === WaitResult.got || waits.result[wait] === WaitResult.timedOut;
    if (waits.op[wait] !== WaitOp.condition || waits.object[wait] < 0 || !hasReturned) continue;
    const known = rowsOf.get(waits.site[wait]);
    if (known !== undefined) known.push(wait);
    else rowsOf.set(waits.site[wait], [wait]);
  }
  return [...rowsOf].flatMap(([site, rows]) =>
    // Where nobody was ever woken it was a pause.
    isSaid(trace, site, "looseWaits") && rows.some((row) => waits.result[row] === WaitResult.got)
      ? [describe(trace, site, rows)]
      : [],
  );
}

function describe(trace: Trace, site: SiteIndex, [first, ...others]: WaitIndex[]): Finding {
  const { waits, resources, sites } = trace;
  const resource = waits.object[first];
  return {
    id: findingId("wait-without-loop", [sites[site]]),
    rule: "wait-without-loop",
    severity: "warning",
    certainty: "predicted",
    ...textOf("finding.waitWithoutLoop.notTested", { name: resources[resource].name, where: whereText(trace, site) }),
    count: 1 + others.length,
    costNs: 0,
    locations: [
      { site, lane: waits.lane[first], role: "wait" },
      { site: resources[resource].site, lane: null, role: "created" },
    ],
    focus: { lane: waits.lane[first], startNs: waits.startNs[first], endNs: waits.endNs[first] },
    data: { resource },
  };
}
