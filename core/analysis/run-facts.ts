/** What a page tells of a run that has ended, beside its findings. */
import type { RunFacts } from "../protocol/messages";
import type { Trace } from "../trace/types";
import { criticalPath } from "./critical-path";
import type { Rule } from "./finding";
import { modelAdvice } from "./model";
import { isNearTheTruth, whatIf } from "./what-if";

/** `rulesOff`: rules that were switched off when its findings were made. */
export function runFacts(trace: Trace, rulesOff: readonly Rule[]): RunFacts {
  const played = whatIf(trace).filter(({ reason }) => reason === null);
  return {
    path: criticalPath(trace),
    rulesOff,
    model: modelAdvice(trace),
    whatIf: played.map((play) => {
      const { pool, workers, measuredNs, units, processors, assumes, plays } = play;
      return { pool, workers, measuredNs, units, processors, assumes, plays, isNear: isNearTheTruth(play) };
    }),
  };
}
