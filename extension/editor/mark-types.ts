/** The decorations of lines that waited: one type for each kind and heat, and one for each kind whose file has changed. */
import {
  DecorationRangeBehavior,
  type DecorationRenderOptions,
  Disposable,
  OverviewRulerLane,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from "vscode";
import { HEATS, type Heat, MARK_KINDS, type MarkKind } from "../../core/editor/heat";
import { COLORS } from "../ids";
import { markIcon } from "./mark-icons";

/** Heat null: faded. */
export interface MarkType {
  kind: MarkKind;
  heat: Heat | null;
  decoration: TextEditorDecorationType;
}

export class MarkTypes implements Disposable {
  readonly all: readonly MarkType[] = MARK_KINDS.flatMap((kind) =>
    [...HEATS, null].map((heat) => ({
      kind,
      heat,
      decoration: window.createTextEditorDecorationType(look(kind, heat)),
    })),
  );

  dispose(): void {
    Disposable.from(...this.all.map(({ decoration }) => decoration)).dispose();
  }
}

function look(kind: MarkKind, heat: Heat | null): DecorationRenderOptions {
  const icons = {
    light: { gutterIconPath: markIcon(kind, heat, "light") },
    dark: { gutterIconPath: markIcon(kind, heat, "dark") },
    gutterIconSize: "contain",
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  };
  // A changed file keeps the icon as a reminder; nothing else of it is sure enough to be coloured.
  if (heat === null) return icons;
  return {
    ...icons,
    isWholeLine: true,
    backgroundColor: new ThemeColor(COLORS[kind].background[heat]),
    overviewRulerColor: new ThemeColor(COLORS[kind].ruler),
    overviewRulerLane: OverviewRulerLane.Center,
  };
}
