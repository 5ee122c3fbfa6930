/** Lines and functions of the program, for the search: those that have something to show. */
import { visibleText } from "../../core/l10n/format";
import type { Match } from "./dialogs";
import type { Say } from "./say";

/** `used`: by site, how many spans it has. Sites of one line, or of one function, are one match. */
export function placeMatches(say: Say, used: readonly number[]): Match[] {
  const lines = new Map<string, Match & { count: number }>();
  const functions = new Map<string, Match & { count: number }>();
  say.opened.header.sites.forEach(({ file, line, function: name }, index) => {
    const count = used[index] ?? 0;
    if (count === 0 || line <= 0) return;
    add(lines, `${file}:${line}`, count, () => {
      return { kind: "line", index, place: { file, line }, text: say.site(index), more: "" };
    });
    if (name === "") return;
    add(functions, `${file}:${name}`, count, () => {
      return { kind: "function", index, place: { file, function: name }, text: visibleText(name), more: "" };
    });
  });
  return [...functions.values(), ...lines.values()].map(({ count, ...match }) => {
    const own = match.kind === "line" ? say.function(match.index) : say.site(match.index);
    const spans = say.t("search.spans", { count });
    return { ...match, more: own === "" ? spans : `${visibleText(own)} · ${spans}` };
  });
}

function add(to: Map<string, Match & { count: number }>, key: string, count: number, make: () => Match): void {
  const have = to.get(key);
  if (have) have.count += count;
  else to.set(key, { ...make(), count });
}
