/** The report's `analysis`: what the run as a whole says, beside its findings. */
import { criticalPath } from "../analysis/critical-path";
import { criticalSections } from "../analysis/critical-sections";
import { modelAdvice } from "../analysis/model";
import { whatIf } from "../analysis/what-if";
import type { Trace } from "../trace/types";
import type { Report } from "./schema";

export function reportAnalysis(trace: Trace): Report["analysis"] {
  return {
    criticalPath: reportPath(trace),
    criticalSections: reportSections(trace),
    whatIf: whatIf(trace),
    model: modelAdvice(trace),
  };
}

function reportSections(trace: Trace): Report["analysis"]["criticalSections"] {
  return criticalSections(trace).map(({ site, resource, costNs, holds }) => {
    const { file, line } = trace.sites[site];
    return { file, line, resource, costNs, holds };
  });
}

function reportPath(trace: Trace): Report["analysis"]["criticalPath"] {
  const path = criticalPath(trace);
  if (path === null) return null;
  const { startNs, endNs, lanes, places, stays } = path;
  return {
    startNs,
    endNs,
    lanes,
    places: places.map(({ site, state, ns, share, lanes }) => {
      const { file, line } = trace.sites[site];
      return { file, line, state, ns, share, lanes };
    }),
    stays,
  };
}
