/** Arranging the rows: what keys, buttons and the pointer ask for, and what is said of it. The engine has what is kept. */
import { formatCount } from "../core/l10n/format";
import type { Change } from "../core/layout/arrangement";
import { keyOf, rowNamed } from "../core/layout/row-keys";
import { siblingsOf } from "../core/layout/row-siblings";
import type { Row } from "../core/layout/rows";
import type { Viewport } from "./timeline/viewport";
import type { OpenParts } from "./ui/open-parts";
import type { QuestionName, Questions, Rows } from "./worker/contract";

export interface ArrangerHost {
  viewport: Viewport;
  open(): OpenParts | null;
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"] | null>;
  setRows(rows: Rows | null): void;
  announce(text: string): void;
}

export class Arranger {
  constructor(readonly host: ArrangerHost) {}

  async change(change: Change): Promise<void> {
    const { host } = this;
    const had = host.open()?.say.opened.arranging.arrangement.filter ?? "";
    host.setRows(await host.ask("arrange", { change }));
    const parts = host.open();
    if (!parts) return;
    const text = this.#told(parts, change);
    if (text !== "") host.announce(text);
    const row = this.#current(parts);
    // Who looked for it by its name wants to see it among the others now.
    if (change.to === "filter" && had !== "" && change.text === "" && row)
      host.viewport.revealRow((each) => each === row);
  }

  /** The row whose name has the focus, else the chosen one, to the top or back. */
  async pin(key: string | null = null): Promise<void> {
    const parts = this.host.open();
    if (!parts) return;
    const row = key === null ? this.#current(parts) : this.#row(key);
    if (!row || !rowNamed(keyOf(row))) {
      this.host.announce(
        parts.say.t(row ? "rows.fixed" : "rows.nothing", { name: row ? parts.labels.nameOf(row) : "" }),
      );
      return;
    }
    await this.change({ to: "pin", key: keyOf(row) });
  }

  /** One place up or down among its siblings. */
  async move(by: 1 | -1): Promise<void> {
    const parts = this.host.open();
    if (!parts) return;
    const row = this.#current(parts);
    if (!row) {
      this.host.announce(parts.say.t("rows.nothing"));
      return;
    }
    const siblings = siblingsOf(this.host.viewport.layout, row);
    const at = siblings.indexOf(row);
    if (at < 0 || at + by < 0 || at + by >= siblings.length) {
      this.host.announce(parts.say.t("rows.fixed", { name: parts.labels.nameOf(row) }));
      return;
    }
    const before = siblings[by < 0 ? at - 1 : at + 2];
    await this.place(keyOf(row), before ? keyOf(before) : null);
    this.host.viewport.revealRow((each) => keyOf(each) === keyOf(row));
  }

  async place(key: string, before: string | null): Promise<void> {
    await this.change({ to: "place", key, before });
  }

  /** Closes all groups; where all of them are closed, opens them. */
  async fold(): Promise<void> {
    const { rows } = this.host.viewport.layout;
    await this.change({ to: "fold", closed: rows.some((row) => row.kind === "group" && !row.collapsed) });
  }

  #row(key: string): Row | undefined {
    return this.host.viewport.layout.rows.find((row) => keyOf(row) === key);
  }

  #current({ labels }: OpenParts): Row | undefined {
    return labels.currentKey === null ? undefined : this.#row(labels.currentKey);
  }

  #told(parts: OpenParts, change: Change): string {
    const { say, labels, laneTools } = parts;
    const { t } = say;
    switch (change.to) {
      case "filter":
      case "hideIdle":
      case "internal":
      case "showAll":
        return laneTools.countsText();
      case "sort":
        return t("rows.sorted", { order: t(`rows.sort.${change.by}`) });
      case "fold":
        return t(change.closed ? "rows.collapsed" : "rows.expanded");
      case "pin": {
        const row = this.#row(change.key);
        const isPinned = say.opened.arranging.arrangement.pinned.includes(change.key);
        return t(isPinned ? "rows.pinned" : "rows.unpinned", { name: row ? labels.nameOf(row) : "" });
      }
      case "place": {
        const row = this.#row(change.key);
        if (!row) return "";
        const siblings = siblingsOf(this.host.viewport.layout, row);
        const place = { at: formatCount(siblings.indexOf(row) + 1), count: formatCount(siblings.length) };
        return t("rows.moved", { name: labels.nameOf(row), ...place });
      }
    }
  }
}
