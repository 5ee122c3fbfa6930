/**
 * unread-exception, of tasks: a task failed and nobody looked, or gather() had raised another exception already.
 * (docs/findings/unread-exception.md)
 *
 * The first location is the coroutine of the tasks that failed (role `function`).
 */
import { functionName } from "../../trace/function-name";
import { Mishap } from "../../trace/mishaps";
import type { Trace } from "../../trace/types";
import type { Finding } from "../finding";
import { findingId } from "../finding-id";
import { groupMishaps } from "../loops/mishaps";
import { type Facts, textOf, whereText } from "../rule";

/** One finding for each coroutine function, and each way in which the exceptions were lost. */
export function findUnreadTaskExceptions({ trace }: Facts): Finding[] {
  return groupMishaps(trace, [Mishap.neverRetrieved, Mishap.swallowed]).map((rows) => describe(trace, rows));
}

function describe(trace: Trace, rows: readonly number[]): Finding {
  const { mishaps, sites } = trace;
  const { what, site, lane, timeNs } = mishaps!;
  const [first] = rows;
  const isSwallowed = what[first] === Mishap.swallowed;
  return {
    id: findingId("unread-exception", [sites[site[first]]], what[first]),
    rule: "unread-exception",
    severity: "warning",
    certainty: "observed",
    ...textOf(isSwallowed ? "finding.unreadException.gather" : "finding.unreadException.task", {
      count: rows.length,
      function: functionName(sites[site[first]].function),
      where: whereText(trace, site[first]),
    }),
    count: rows.length,
    costNs: 0,
    locations: [{ site: site[first], lane: lane[first], role: "function" }],
    focus: { lane: lane[first], startNs: timeNs[first], endNs: timeNs[first] },
    data: { tasks: rows.slice(0, 20).map((row) => lane[row]), byGather: isSwallowed },
  };
}
