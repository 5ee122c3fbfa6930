/** Above the names: the filter, how much of all is shown, and the menu with the order of rows and what is hidden. */
import { formatCount } from "../../core/l10n/format";
import { type Change, SORTS } from "../../core/layout/arrangement";
import { h } from "./dom";
import { icon } from "./icons";
import { Menu, type MenuPart } from "./menu";
import type { Say } from "./say";

export interface LaneToolActions {
  arrange(change: Change): void;
  /** Enter, arrow down or Esc in the filter: on to the rows. */
  leaveFilter(): void;
}

export class LaneTools {
  readonly element: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #count: HTMLButtonElement;
  readonly #menuButton: HTMLButtonElement;

  constructor(
    readonly say: Say,
    readonly actions: LaneToolActions,
  ) {
    const { t } = say;
    this.#field = h("input", {
      type: "text",
      attributes: {
        "aria-label": t("rows.filter"),
        placeholder: t("rows.filterShort"),
        title: `${t("rows.filter")} (N)`,
        "aria-keyshortcuts": "n",
        autocomplete: "off",
        spellcheck: "false",
      },
      oninput: () => actions.arrange({ to: "filter", text: this.#field.value }),
      onkeydown: (event) => this.#key(event),
    });
    this.#count = h("button", { class: "count", type: "button", onclick: () => this.#showAll() });
    const title = t("rows.menu");
    this.#menuButton = h(
      "button",
      { class: "tool", type: "button", title, attributes: { "aria-label": title } },
      icon("arrange"),
    );
    const menu = new Menu(this.#menuButton, title, () => this.#parts());
    const filter = h("label", { class: "filter" }, icon("filter"), this.#field);
    this.element = h(
      "div",
      { class: "lane-tools", attributes: { role: "group", "aria-label": t("rows.tools") } },
      filter,
      this.#count,
      this.#menuButton,
      menu.element,
    );
    this.update();
  }

  /** Rows have come or gone. */
  update(): void {
    const { t, opened } = this.say;
    const { arrangement, counts } = opened.arranging;
    if (this.#field.value !== arrangement.filter && document.activeElement !== this.#field)
      this.#field.value = arrangement.filter;
    const shown = counts.shownLanes + counts.shownTracks;
    const all = counts.lanes + counts.tracks;
    // What hides by itself, because it only crowds, is no news.
    this.#count.hidden = shown === all || !this.hides;
    this.#count.textContent = t("rows.count", { shown: formatCount(shown), all: formatCount(all) });
    const title = t("rows.hiddenShowAll", { counts: this.countsText() });
    this.#count.title = title;
    this.#count.setAttribute("aria-label", title);
    const moved = arrangement.sort !== "started" || arrangement.hideIdle || arrangement.internal === false;
    this.#menuButton.classList.toggle("on", moved);
    this.element.classList.toggle("filters", arrangement.filter.trim() !== "");
  }

  focusFilter(): void {
    this.#field.focus();
    this.#field.select();
  }

  /** `12 of 340 lanes, 2 of 15 locks and queues`. */
  countsText(): string {
    const { lanes, tracks, shownLanes, shownTracks } = this.say.opened.arranging.counts;
    return this.say.t("rows.counts", {
      shown: formatCount(shownLanes),
      all: formatCount(lanes),
      shownTracks: formatCount(shownTracks),
      tracks: formatCount(tracks),
    });
  }

  /** Somebody wanted it. */
  get hides(): boolean {
    const { filter, hideIdle, internal } = this.say.opened.arranging.arrangement;
    return filter.trim() !== "" || hideIdle || internal === false;
  }

  #showAll(): void {
    // The button goes away: its focus must not go with it.
    this.#menuButton.focus();
    this.#field.value = "";
    this.actions.arrange({ to: "showAll" });
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (this.#field.value === "") this.actions.leaveFilter();
      else {
        this.#field.value = "";
        this.actions.arrange({ to: "filter", text: "" });
      }
    } else if (event.key === "Enter" || event.key === "ArrowDown") this.actions.leaveFilter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #parts(): MenuPart[] {
    const { say, actions } = this;
    const { t } = say;
    const { arrangement, counts } = say.opened.arranging;
    const sorts = SORTS.filter((sort) => sort !== "own" || arrangement.sort === "own");
    const hide: MenuPart["items"] = [
      {
        text: t("rows.hideIdle", { count: formatCount(counts.idle) }),
        title: t("rows.hideIdleWhy"),
        checked: arrangement.hideIdle,
        run: () => actions.arrange({ to: "hideIdle", on: !arrangement.hideIdle }),
      },
      {
        text: t("rows.hideInternal", { count: formatCount(counts.internal) }),
        title: t("rows.hideInternalWhy"),
        checked: counts.internalHidden,
        run: () => actions.arrange({ to: "internal", on: counts.internalHidden }),
      },
    ];
    return [
      {
        title: t("rows.order"),
        items: sorts.map((by) => ({
          text: t(`rows.sort.${by}`),
          checked: arrangement.sort === by,
          one: true,
          run: () => actions.arrange({ to: "sort", by }),
        })),
      },
      { title: t("rows.show"), items: hide.filter((_, i) => (i === 0 ? counts.idle : counts.internal) > 0) },
      {
        title: t("rows.groups"),
        items: [
          { text: t("rows.collapse"), key: "C", run: () => actions.arrange({ to: "fold", closed: true }) },
          { text: t("rows.expand"), key: "C", run: () => actions.arrange({ to: "fold", closed: false }) },
          ...(this.hides ? [{ text: t("rows.showAll"), run: () => this.#showAll() }] : []),
        ],
      },
    ];
  }
}
