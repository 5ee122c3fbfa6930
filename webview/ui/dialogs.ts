/** Two dialogs: the keys, and the search for a lane, a lock or a finding. Both are `<dialog>`s: Esc closes, focus returns. */
import type { Place } from "../../core/layout/lines";
import { KEY_HELP } from "../timeline/keys";
import { controls } from "./controls";
import { h, replace } from "./dom";
import { legendList } from "./legend";
import { placeMatches } from "./place-matches";
import type { Say } from "./say";

export function showKeys(say: Say): void {
  const { t } = say;
  const place = say.opensSource ? "editor" : "file";
  const rows = KEY_HELP.filter((help) => (help.in ?? place) === place).flatMap(({ keys, text }) => [
    h("dt", {}, ...keys.flatMap((key, i) => [i > 0 ? " " : null, h("kbd", {}, key)])),
    h("dd", {}, t(text)),
  ]);
  const dialog = h(
    "dialog",
    { class: "keys", tabIndex: -1, attributes: { "aria-labelledby": "keys-title" } },
    h("h2", { id: "keys-title" }, t("keys.title")),
    h("dl", {}, ...rows),
    h("p", {}, t(say.opensSource ? "keys.mouseSource" : "keys.mouse")),
    // Below the lanes it is left out where the page is too low.
    h("div", { class: "legend-again" }, legendList(say)),
    controls().button({ text: t("keys.close"), onclick: () => dialog.close() }),
  );
  open(dialog);
  // On the button below, where it would go by itself, it would scroll the keys away.
  dialog.focus();
  dialog.scrollTop = 0;
}

export interface Match {
  kind: "lane" | "resource" | "pool" | "finding" | "line" | "function";
  index: number;
  /** Of a line or a function. */
  place?: Place;
  text: string;
  more: string;
}

const MOST_MATCHES = 30;

/** Everything whose name, file or message contains all the words that were typed. */
export function findMatches(say: Say, query: string, used: readonly number[]): Match[] {
  const { header, resourceFacts } = say.opened;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const all: Match[] = [
    ...header.lanes.map(({ pid }, index): Match => ({ kind: "lane", index, text: say.lane(index), more: String(pid) })),
    ...header.resources.flatMap((resource, index): Match[] =>
      index in resourceFacts
        ? [
            {
              kind: "resource",
              index,
              text: say.resource(index),
              more: `${say.resourceKind(index)} ${say.site(resource.site)}`,
            },
          ]
        : [],
    ),
    ...header.pools.map(
      ({ kind }, index): Match => ({ kind: "pool", index, text: say.names.pool(index), more: say.t(`pool.${kind}`) }),
    ),
    ...header.findings.map(
      (finding, index): Match => ({
        kind: "finding",
        index,
        text: say.finding(finding).message,
        more: say.t(`rule.${finding.rule}`),
      }),
    ),
    ...placeMatches(say, used),
  ];
  return all
    .filter(({ text, more }) => words.every((word) => `${text} ${more}`.toLowerCase().includes(word)))
    .slice(0, MOST_MATCHES);
}

/** A combobox by the ARIA pattern: the focus stays in the field, arrows move through the list. */
export function showSearch(say: Say, usedSites: Promise<number[] | null>, choose: (match: Match) => void): void {
  const { t } = say;
  const input = h("input", {
    type: "text",
    attributes: {
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": "search-list",
      "aria-autocomplete": "list",
      "aria-label": t("search.label"),
      placeholder: t("search.placeholder"),
      autocomplete: "off",
      spellcheck: "false",
    },
  });
  const list = h("ul", { id: "search-list", attributes: { role: "listbox", "aria-label": t("search.label") } });
  const dialog = h("dialog", { class: "search", attributes: { "aria-label": t("search.label") } }, input, list);
  let matches: Match[] = [];
  let current = 0;
  let used: readonly number[] = [];
  const take = (index: number) => {
    const match = matches[index];
    if (!match) return;
    dialog.close();
    choose(match);
  };
  const draw = () => {
    const items = matches.map(({ kind, text, more }, i) =>
      h(
        "li",
        {
          id: `match-${i}`,
          class: i === current ? "current" : "",
          attributes: { role: "option", "aria-selected": String(i === current) },
          onclick: () => take(i),
        },
        h("span", { class: "kind" }, t(`search.kind.${kind}`)),
        h("span", { class: "text" }, text),
        h("span", { class: "more" }, more),
      ),
    );
    replace(
      list,
      ...(items.length > 0
        ? items
        : [
            h(
              "li",
              { class: "none", attributes: { role: "option", "aria-disabled": "true", "aria-selected": "false" } },
              t("search.none"),
            ),
          ]),
    );
    input.setAttribute("aria-activedescendant", items.length > 0 ? `match-${current}` : "");
    items[current]?.scrollIntoView({ block: "nearest" });
  };
  const search = () => {
    matches = findMatches(say, input.value, used);
    current = 0;
    draw();
  };
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      current = Math.min(Math.max(0, current + (event.key === "ArrowDown" ? 1 : -1)), Math.max(0, matches.length - 1));
      draw();
    } else if (event.key === "Enter") take(current);
    else return;
    event.preventDefault();
  });
  search();
  // One may have begun to type by then, or have gone.
  void usedSites.then((sites) => {
    used = sites ?? [];
    if (dialog.isConnected) search();
  });
  open(dialog);
  input.focus();
}

function open(dialog: HTMLDialogElement): void {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
}
