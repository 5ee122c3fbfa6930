/** The current window as a table: the same as the picture, for those who read; with a filter where there are many lanes. */
import { formatCount, formatDuration, formatShare } from "../../core/l10n/format";
import { formatMoment } from "../../core/layout/duration";
import { TONES, Tone } from "../../core/layout/tones";
import type { LaneInWindow } from "../../core/layout/window-table";
import type { ViewKey } from "../view-text";
import { controls, onControls } from "./controls";
import { exchange, h, refill, swatch } from "./dom";
import { th } from "./panels";
import type { Say } from "./say";

/** Fewer lanes can be seen at once. */
const MANY_LANES = 8;

/** More than anybody reads; a browser takes long to lay out thousands. */
const MOST_ROWS = 500;

const ORDERS = {
  lane: () => 0,
  blocked: (row: LaneInWindow) => row.timesNs[Tone.blocked],
  running: (row: LaneInWindow) => row.timesNs[Tone.running],
  longest: (row: LaneInWindow) => (row.longest ? row.longest.endNs - row.longest.startNs : 0),
} as const;
type Order = keyof typeof ORDERS;

interface Counted {
  of: "losses" | "races" | "items";
  look: string;
  text: ViewKey;
}
const COUNTED: readonly Counted[] = [
  { of: "losses", look: "race", text: "update.table" },
  { of: "races", look: "data-race error", text: "race.table" },
  { of: "items", look: "item", text: "table.items" },
];

export class WindowTable {
  readonly element = h("div");
  readonly #tools = h("div", { class: "table-tools" });
  readonly #content = h("div");
  #filter = "";
  #order: Order = "lane";
  #internal = false;
  #rows: LaneInWindow[] = [];
  #window = { fromNs: 0, toNs: 0 };

  /** `choose`: what a click on a lane's longest wait does. */
  constructor(
    readonly say: Say,
    readonly choose: (lane: number, startNs: number) => void,
  ) {
    this.element.append(this.#tools, this.#content);
    onControls(() => this.#makeTools());
    this.#makeTools();
  }

  show(fromNs: number, toNs: number, rows: LaneInWindow[]): void {
    this.#window = { fromNs, toNs };
    this.#rows = rows;
    this.#tools.hidden = rows.length < MANY_LANES;
    this.#draw();
  }

  #makeTools(): void {
    const { t } = this.say;
    const { textField, dropdown, checkbox } = controls();
    exchange(
      this.#tools,
      textField({
        label: t("table.filter"),
        value: this.#filter,
        oninput: (filter) => {
          this.#filter = filter;
          this.#draw();
        },
      }),
      dropdown({
        label: t("table.order"),
        value: this.#order,
        options: Object.keys(ORDERS).map((order) => ({ value: order, text: t(`table.order.${order}` as ViewKey) })),
        onchange: (order) => {
          this.#order = order as Order;
          this.#draw();
        },
      }),
      checkbox({
        text: t("group.internal"),
        checked: this.#internal,
        onchange: (internal) => {
          this.#internal = internal;
          this.#draw();
        },
      }),
    );
  }

  #visibleRows(): LaneInWindow[] {
    const { say } = this;
    const { lanes } = say.opened.header;
    const words = this.#filter.toLowerCase().split(/\s+/).filter(Boolean);
    // Of few lanes all are shown, as there is nothing to choose with.
    const few = this.#rows.length < MANY_LANES;
    const rows = this.#rows.filter(
      ({ lane }) =>
        few ||
        ((this.#internal || !lanes[lane].internal) &&
          words.every((word) => say.lane(lane).toLowerCase().includes(word))),
    );
    const order = ORDERS[this.#order];
    return rows.sort((a, b) => order(b) - order(a));
  }

  #draw(): void {
    const { t } = this.say;
    const rows = this.#visibleRows();
    if (rows.length === 0) {
      refill(this.#content, h("p", { class: "empty" }, t(this.#rows.length > 0 ? "search.none" : "table.empty")));
      return;
    }
    const { fromNs, toNs } = this.#window;
    const caption = t("table.caption", {
      from: formatMoment(Math.max(0, Math.round(fromNs))),
      to: formatMoment(Math.round(toNs)),
    });
    const seen = TONES.map((_, tone) => tone).filter((tone) => rows.some(({ timesNs }) => timesNs[tone] > 0));
    const counted = COUNTED.filter(({ of }) => rows.some((row) => row[of] > 0));
    const head = [
      th(t("table.lane")),
      ...seen.map((tone) =>
        h("th", { class: "number", attributes: { scope: "col" } }, swatch(TONES[tone]), ` ${this.say.tone(tone)}`),
      ),
      ...counted.map(({ look, text }) =>
        h("th", { class: "number", attributes: { scope: "col" } }, swatch(look), ` ${t(text)}`),
      ),
      th(t("table.longest")),
    ];
    refill(
      this.#content,
      h(
        "table",
        {},
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, ...head)),
        h("tbody", {}, ...rows.slice(0, MOST_ROWS).map((row) => this.#row(row, seen, counted))),
      ),
      rows.length > MOST_ROWS &&
        h("p", { class: "empty" }, t("table.more", { count: formatCount(rows.length - MOST_ROWS) })),
    );
  }

  /** `counted`: what some lane has. */
  #row(row: LaneInWindow, seen: number[], counted: readonly Counted[]): HTMLElement {
    const { lane, timesNs, longest } = row;
    const lengthNs = timesNs.reduce((sum, ns) => sum + ns, 0);
    const cells = seen.map((tone) => {
      const ns = timesNs[tone];
      return h(
        "td",
        { class: ns > 0 ? "number" : "number muted", title: `${formatCount(Math.round(ns))} ns` },
        ns > 0 ? `${formatDuration(ns)} · ${formatShare(ns / lengthNs)}` : "–",
      );
    });
    const wait = longest
      ? h(
          "button",
          { class: "plain", type: "button", onclick: () => this.choose(longest.lane, longest.startNs) },
          `${formatDuration(longest.endNs - longest.startNs)} · ${this.say.title(longest)}`,
        )
      : "–";
    return h(
      "tr",
      {},
      h("th", { attributes: { scope: "row" } }, this.say.lane(lane)),
      ...cells,
      ...counted.map(({ of }) =>
        h("td", { class: row[of] > 0 ? "number" : "number muted" }, row[of] > 0 ? formatCount(row[of]) : "–"),
      ),
      h("td", {}, wait),
    );
  }
}
