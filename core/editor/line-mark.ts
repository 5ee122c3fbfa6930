/**
 * How a line is marked that waited, that lost updates, or that did both: one icon, the background of a wait, the text of a loss.
 *
 *   ▨▮▮▯  with lock:                                                      waited: how hot is told by bars and background
 *   ◆        counter = seen + 1     80 updates of `counter` lost here     lost updates; with bars where it waited as well
 *   ◇        seen = counter                                               read what was too old when it was written back
 *   ✕        self.total += price()    Data race: `total` with line 12     another finding; with bars where it waited as well
 */
import type { LineFindings } from "../analysis/line-findings";
import type { LineLosses } from "../analysis/line-losses";
import type { LineWaits } from "../analysis/line-waits";
import type { Translate } from "../l10n/index";
import type { Ns } from "../units";
import { findingText, gravest } from "./finding-text";
import { HEATS, type Heat, heatOf, kindOf, MARK_KINDS, type MarkKind } from "./heat";
import { lossText } from "./loss-text";

export interface MarkedLine {
  /** 1-based, in the text that ran. */
  line: number;
  waits: LineWaits | null;
  losses: LineLosses | null;
  findings: LineFindings | null;
}

/** `lost` and `read` are a loss's, `error` and `warning` another finding's, the others a wait's. */
export type IconShape = MarkKind | "lost" | "read" | "error" | "warning";

export interface MarkIcon {
  shape: IconShape;
  /** Bars; null = the line did not wait. */
  heat: Heat | null;
  /** Its file is not what ran: the shape alone, pale. */
  faded: boolean;
}

export interface LineMark {
  icon: MarkIcon;
  background: { kind: MarkKind; heat: Heat } | null;
  /** Behind the line. */
  text: string | null;
}

const FOUND = ["lost", "error", "warning"] as const;

/** Every icon that a line may have. */
export const ICONS: readonly MarkIcon[] = [
  ...MARK_KINDS.flatMap((shape) => HEATS.map((heat) => ({ shape, heat, faded: false }))),
  ...FOUND.flatMap((shape) => [null, ...HEATS].map((heat) => ({ shape, heat, faded: false }))),
  { shape: "read", heat: null, faded: false },
  ...[...MARK_KINDS, ...FOUND, "read" as const].map((shape) => ({ shape, heat: null, faded: true })),
];

export const iconKey = ({ shape, heat, faded }: MarkIcon): string => `${shape} ${faded ? "faded" : (heat ?? "")}`;

/**
 * @param stale the file is not any more what ran
 * @param worstNs what the worst line of each kind waited
 * @param runNs how long the run lasted, or lasts so far
 */
export function lineMark(
  { waits, losses, findings }: MarkedLine,
  stale: boolean,
  worstNs: Record<MarkKind, Ns>,
  runNs: Ns,
  say: Translate,
): LineMark {
  const kind = waits && kindOf(waits);
  const lost = losses && lossText(losses, say);
  const told = new Set(losses?.losses.map(({ name }) => name));
  const found = findings && findingText(findings, told, say);
  const text = lost === null ? found : found === null ? lost : `${lost} · ${found}`;
  // What was lost is graver than what may go wrong, that than any wait, and a wait graver than a read.
  const shape = lost !== null ? "lost" : ((findings && gravest(findings)) ?? kind ?? "read");
  if (stale || waits === null || kind === null)
    return { icon: { shape, heat: null, faded: stale }, background: null, text };
  const heat = heatOf(waits, worstNs[kind], runNs);
  return { icon: { shape, heat, faded: false }, background: { kind, heat }, text };
}
