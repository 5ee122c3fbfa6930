/**
 * never-awaited: a coroutine was made and thrown away before it had begun, or a task before it had ended.
 * (docs/findings/never-awaited.md)
 *
 * The first location is the call whose result was thrown away (role `called`), where it is known, then the coroutine's definition (role
 * `function`), else where the program stood when it went (role `found`).
 */
import { functionName } from "../../trace/function-name";
import { Mishap } from "../../trace/mishaps";
import type { Trace } from "../../trace/types";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { groupMishaps } from "../loops/mishaps";
import { type Facts, type FindingText, textOf, whereText } from "../rule";

/** One finding for each coroutine function, and each line that is known to call it so. */
export function findNeverAwaited({ trace }: Facts): Finding[] {
  return groupMishaps(trace, [Mishap.unawaited, Mishap.pending]).map((rows) => describe(trace, rows));
}

function describe(trace: Trace, rows: readonly number[]): Finding {
  const { mishaps, sites } = trace;
  const { what, site, where, isCall, lane, timeNs } = mishaps!;
  const [first] = rows;
  const isPending = what[first] === Mishap.pending;
  const isCallKnown = isCall[first] === 1;
  const definition: FindingLocation = { site: site[first], lane: isPending ? lane[first] : null, role: "function" };
  const found: FindingLocation = { site: where[first], lane: lane[first], role: isCallKnown ? "called" : "found" };
  const locations = isCallKnown ? [found, definition] : where[first] > 0 ? [definition, found] : [definition];
  const variant: FindingText = isPending
    ? "finding.neverAwaited.pending"
    : isCallKnown
      ? "finding.neverAwaited.dropped"
      : "finding.neverAwaited.found";
  const name = functionName(sites[site[first]].function);
  return {
    id: findingId(
      "never-awaited",
      isCallKnown ? [sites[site[first]], sites[where[first]]] : [sites[site[first]]],
      what[first],
    ),
    rule: "never-awaited",
    severity: "warning",
    certainty: "observed",
    ...textOf(variant, { count: rows.length, function: name, where: whereText(trace, locations[0].site) }),
    count: rows.length,
    costNs: 0,
    locations,
    focus: { lane: lane[first], startNs: timeNs[first], endNs: timeNs[first] },
    data: { function: name, isCallKnown },
  };
}
