/** The decorations that marks are made of: an icon with its mark on the ruler, a background, a text behind the line. */
import {
  DecorationRangeBehavior,
  type DecorationRenderOptions,
  Disposable,
  OverviewRulerLane,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from "vscode";
import { HEATS, MARK_KINDS } from "../../core/editor/heat";
import { ICONS, type IconShape, iconKey, type LineMark, type MarkIcon } from "../../core/editor/line-mark";
import { COLORS } from "../ids";
import { markIcon } from "./mark-icons";

type Background = NonNullable<LineMark["background"]>;

const RULERS: Record<Exclude<IconShape, "read">, string> = {
  blocked: COLORS.blocked.ruler,
  waited: COLORS.waited.ruler,
  lost: COLORS.lost.ruler,
  // VS Code's own, which each theme has.
  error: "editorOverviewRuler.errorForeground",
  warning: "editorOverviewRuler.warningForeground",
};

const { ClosedClosed, ClosedOpen } = DecorationRangeBehavior;
const BACKGROUNDS = MARK_KINDS.flatMap((kind) => HEATS.map((heat): Background => ({ kind, heat })));
const backgroundKey = ({ kind, heat }: Background): string => `${kind} ${heat}`;

export class MarkTypes implements Disposable {
  readonly #icons = typesBy(ICONS, iconKey, iconLook);
  readonly #backgrounds = typesBy(BACKGROUNDS, backgroundKey, backgroundLook);
  readonly #texts = typesBy([false, true], String, textLook);
  readonly all = [this.#icons, this.#backgrounds, this.#texts].flatMap((types) => [...types.values()]);

  icon(icon: MarkIcon): TextEditorDecorationType {
    return this.#icons.get(iconKey(icon))!;
  }

  background(background: Background): TextEditorDecorationType {
    return this.#backgrounds.get(backgroundKey(background))!;
  }

  /** Its words come with each line. */
  text(faded: boolean): TextEditorDecorationType {
    return this.#texts.get(String(faded))!;
  }

  dispose(): void {
    Disposable.from(...this.all).dispose();
  }
}

function typesBy<Look>(
  looks: readonly Look[],
  key: (look: Look) => string,
  options: (look: Look) => DecorationRenderOptions,
): Map<string, TextEditorDecorationType> {
  return new Map(looks.map((look) => [key(look), window.createTextEditorDecorationType(options(look))]));
}

function iconLook(icon: MarkIcon): DecorationRenderOptions {
  const look = {
    light: { gutterIconPath: markIcon(icon, "light") },
    dark: { gutterIconPath: markIcon(icon, "dark") },
    gutterIconSize: "contain",
    rangeBehavior: ClosedClosed,
  };
  // A changed file keeps the icon as a reminder; nothing else of it is sure enough to be coloured.
  if (icon.faded || icon.shape === "read") return look;
  return {
    ...look,
    overviewRulerColor: new ThemeColor(RULERS[icon.shape]),
    overviewRulerLane: OverviewRulerLane.Center,
  };
}

function backgroundLook({ kind, heat }: Background): DecorationRenderOptions {
  const backgroundColor = new ThemeColor(COLORS[kind].background[heat]);
  return { isWholeLine: true, backgroundColor, rangeBehavior: ClosedClosed };
}

function textLook(faded: boolean): DecorationRenderOptions {
  // Of a changed file it is said as VS Code says what it computes beside the code.
  const color = new ThemeColor(faded ? "editorCodeLens.foreground" : COLORS.lost.text);
  // Open at the end: what is typed there goes before it.
  return { after: { color, margin: "0 0 0 3ch", fontStyle: "normal" }, rangeBehavior: ClosedOpen };
}
