/** Of what the run's duration consists: the places of the critical path, in two lines. */
import { baseName, formatShare } from "../../core/l10n/format";
import type { Translate } from "../../core/l10n/index";
import type { Report } from "../../core/report/schema";
import type { Colors } from "./summary";
import { clip, printable, widthOf } from "./text";

const WIDTH = 80;
const MAX_PLACES = 3;
/** Of the path. A smaller part is no place to begin. */
const LEAST_SHARE = 0.05;

/** Nothing where one lane alone did everything: then it is the lane's own time, which the table has. */
export function pathLines({ analysis }: Report, say: Translate, colors: Colors): string[] {
  const path = analysis.criticalPath;
  if (path === null || path.lanes.length < 2) return [];
  const places = path.places.filter(({ share }) => share >= LEAST_SHARE).slice(0, MAX_PLACES);
  if (places.length === 0) return [];
  const told = places.map(({ file, line, state, share }) =>
    say("report.path.place", {
      share: formatShare(share),
      state: say(`report.lane.${state}`),
      where: `${clip(printable(baseName(file)), 30)}:${line}`,
    }),
  );
  // The first is there in any case, the others where they fit.
  let line = `  ${told[0]}`;
  for (const place of told.slice(1)) if (widthOf(`${line} · ${place}`) <= WIDTH) line = `${line} · ${place}`;
  return [colors.bold(say("report.path")), line];
}
