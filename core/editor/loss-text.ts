/** What stands behind a line that lost updates. */
import type { LineLoss, LineLosses, LinePlace } from "../analysis/line-losses";
import { formatCount } from "../l10n/format";
import type { Translate } from "../l10n/index";
import { placeText } from "./place-text";
import { shortName } from "./plain-text";

/** Variables and lines that are named; of more it is said how many. */
const MOST_NAMED = 2;

/**
 *   80 updates of `value` lost here
 *   at least 80 updates of `value` lost here and at line 31 · 2 updates of `other` lost here
 *
 * Where several lines lost updates of a variable they are counted together, for what is lost is the difference between all that
 * were made and what the last value contains: no line has a share of its own in that.
 *
 * @returns null for a line that only read
 */
export function lossText({ file, losses }: LineLosses, say: Translate): string | null {
  const writes = losses.filter(({ role }) => role === "write");
  if (writes.length === 0) return null;
  const texts = writes.slice(0, MOST_NAMED).map((loss) => ofVariable(loss, file, say));
  const more = writes.length - MOST_NAMED;
  if (more > 0) texts.push(say("lost.more", { amount: formatCount(more) }));
  return texts.join(" · ");
}

/** @param shown what is made of the variable's name and of the other lines, for where the text is to stand */
export function ofVariable(
  loss: LineLoss,
  file: string,
  say: Translate,
  shown = {
    name: (each: string) => `\`${shortName(each)}\``,
    place: (place: LinePlace) => placeText(place, file, say),
  },
): string {
  const { name, count, exact, byValue } = loss;
  return say(byValue ? "lost.updates" : "lost.writes", {
    exact: exact ? 1 : 0,
    count,
    amount: formatCount(count),
    name: shown.name(name),
    where: whereText(loss, shown.place, say),
  });
}

function whereText({ others, perhaps, steps }: LineLoss, shown: (place: LinePlace) => string, say: Translate): string {
  const places = (all: readonly LinePlace[]) =>
    all.length > MOST_NAMED
      ? say("lost.otherLines", { amount: formatCount(all.length) })
      : all.map(shown).join(say("lost.and"));
  if (others.length > 0) return say("lost.alsoAt", { places: places(others) });
  if (perhaps.length === 0) return say("lost.here");
  return say(steps.length > 0 ? "lost.perhapsAt" : "lost.either", { places: places(perhaps) });
}
