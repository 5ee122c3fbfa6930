/** How texts of the editor name a line of the source. */
import type { LinePlace } from "../analysis/line-losses";
import { baseName } from "../l10n/format";
import type { MessageKey, Translate } from "../l10n/index";
import { forMarkdown, oneLine } from "./plain-text";

/** @param file the file in which this is read: of another one the name is said too */
export function placeText(place: LinePlace, file: string, say: Translate): string {
  return nameOf(place, file, oneLine, say);
}

/** The same as a link of a MarkdownString. */
export function placeLink(
  place: LinePlace,
  file: string,
  openPlace: (place: LinePlace) => string,
  tip: MessageKey,
  say: Translate,
): string {
  return `[${nameOf(place, file, forMarkdown, say)}](${openPlace(place)} "${say(tip)}")`;
}

function nameOf({ file, line }: LinePlace, here: string, shown: (name: string) => string, say: Translate): string {
  return file === here ? say("lines.where", { line }) : say("lines.whereInFile", { file: shown(baseName(file)), line });
}
