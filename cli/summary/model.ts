/** Which model fits, in two lines; nothing where none is recommended. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { Report } from "../../core/report/schema";
import type { Colors } from "./summary";

export function modelLines({ analysis }: Report, say: Translate, colors: Colors): string[] {
  const { model } = analysis;
  if (model === null || model.fits === "as-it-is" || model.fits === "unknown") return [];
  const { fits, runNs, cpuNs, aloneNs, aloneWaits, wouldTakeNs } = model;
  const told = say(`report.model.${fits}`, {
    cpu: formatShare(cpuNs / runNs),
    alone: formatShare(aloneNs / runNs),
    waits: aloneWaits,
    run: formatDuration(runNs),
    would: formatDuration(wouldTakeNs ?? runNs),
  });
  return [colors.bold(say("report.model")), ...told.split("\n").map((line) => `  ${line}`)];
}
