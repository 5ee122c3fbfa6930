/** Keeps what somebody made of the rows, over all generations of a trace: what is closed, hidden, pinned, in which order. */
import { Arranged, type RowTexts, sorted } from "./arranged";
import {
  type Arrangement,
  AS_STARTED,
  type Change,
  filtered,
  NO_ORDERS,
  type Orders,
  pinned,
  placed,
  reordered,
  revealed,
  shownAll,
} from "./arrangement";
import { Folds, type KeptFold } from "./folds";
import type { Model } from "./model";
import { keyOf, rowNamed } from "./row-keys";
import { busiestResources, groupsAround, layoutRows, NO_ROWS, PINNED, type RowLayout } from "./rows";

/** What outlives the page. */
export interface KeptRows {
  arrangement: Arrangement;
  folds: readonly KeptFold[];
  othersClosed: boolean | null;
}

/** What is to be seen of what there is, so that it can be said. */
export interface RowCounts {
  /** Lanes and tracks: all, and those that a filter, a sort or a switch leaves. */
  lanes: number;
  tracks: number;
  shownLanes: number;
  shownTracks: number;
  /** Lanes that could be hidden, whether they are or not. */
  idle: number;
  internal: number;
  internalHidden: boolean;
}

/** What was made of the rows. */
export interface Arranging extends KeptRows {
  counts: RowCounts;
}

/** What is worth keeping: an order that a sort made is made again. */
export function keptOf({ arrangement, folds, othersClosed }: Arranging): KeptRows {
  const orders = arrangement.sort === "own" ? arrangement.orders : NO_ORDERS;
  return { arrangement: { ...arrangement, orders }, folds, othersClosed };
}

export class RowKeeper {
  layout: RowLayout = NO_ROWS;
  /** Resources that have a row, from top to bottom, as long as nobody has them in another order. */
  resources: readonly number[] = [];
  #arrangement: Arrangement = AS_STARTED;
  readonly #folds = new Folds();
  /** While a filter is on, what matches is open; what somebody closes then has nothing to do with what was closed before. */
  #foldsOfFilter = openFolds();
  #arranged: Arranged | null = null;
  #texts: RowTexts | null = null;

  restore({ arrangement, folds, othersClosed }: KeptRows): void {
    this.#arrangement = arrangement;
    this.#folds.restore({ groups: folds, others: othersClosed });
  }

  /**
   * Another generation, before its names are known: which resources have rows. While a trace grows, rows stay where they are,
   * also at its end: somebody is looking at them.
   */
  settle(model: Model, grows: boolean): readonly number[] {
    this.resources = busiestResources(model, grows ? this.resources : []);
    return this.resources;
  }

  /** @param grows only more of the same trace */
  lay(model: Model, texts: RowTexts, grows: boolean): RowLayout {
    this.#texts = texts;
    if (!grows) this.#sort(model, this.#arrangement.sort);
    return this.#layAgain(model);
  }

  get arranging(): Arranging {
    const { groups, others } = this.#folds.kept;
    return { arrangement: this.#arrangement, folds: groups, othersClosed: others, counts: this.#counts() };
  }

  toggleGroup(model: Model, id: string): RowLayout {
    this.#foldsNow.toggle(id);
    return this.#layAgain(model);
  }

  /** Brings rows to light: opens what they stand in, and shows them whatever is hidden. */
  unfold(model: Model, keys: readonly string[]): RowLayout {
    const isHidden = (key: string) => {
      const name = rowNamed(key);
      return name?.kind === "lane"
        ? this.#arranged?.reason(name.index) !== null
        : name?.kind === "track" && this.#arranged?.matchesTrack(name.index) === false;
    };
    this.#arrangement = revealed(this.#arrangement, keys.filter(isHidden));
    for (const key of keys) for (const id of groupsOf(model, key)) this.#foldsNow.open(id);
    return this.#layAgain(model);
  }

  change(model: Model, change: Change): RowLayout {
    const arrangement = this.#arrangement;
    switch (change.to) {
      case "filter":
        this.#arrangement = filtered(arrangement, change.text);
        this.#foldsOfFilter = openFolds();
        break;
      case "sort":
        this.#sort(model, change.by);
        break;
      case "hideIdle":
        this.#arrangement = { ...arrangement, hideIdle: change.on, revealed: [] };
        break;
      case "internal":
        this.#arrangement = { ...arrangement, internal: change.on, revealed: [] };
        break;
      case "pin":
        this.#arrangement = pinned(arrangement, change.key);
        break;
      case "place":
        this.#place(change.key, change.before);
        break;
      case "fold":
        this.#foldsNow.set(change.closed);
        break;
      case "showAll":
        this.#arrangement = shownAll(arrangement);
        break;
      default:
        change satisfies never;
    }
    return this.#layAgain(model);
  }

  get #foldsNow(): Folds {
    return this.#arranged?.filters ? this.#foldsOfFilter : this.#folds;
  }

  #layAgain(model: Model): RowLayout {
    this.#arranged = new Arranged(model, this.#arrangement, this.#texts ?? undefined);
    this.layout = layoutRows(model, this.#foldsNow, this.resources, this.#arranged);
    return this.layout;
  }

  #sort(model: Model, by: Arrangement["sort"]): void {
    const orders = this.#texts && sorted(model, by, this.#texts);
    if (orders) this.#arrangement = { ...this.#arrangement, sort: by, orders };
  }

  #place(key: string, before: string | null): void {
    const arrangement = this.#arrangement;
    const row = this.layout.rows.find((each) => keyOf(each) === key);
    const siblings = row && this.layout.rows.filter((each) => each.kind === row.kind && each.within === row.within);
    if (!row || !siblings) return;
    if (row.within === PINNED) {
      this.#arrangement = { ...arrangement, pinned: placed(arrangement.pinned, key, before) };
      return;
    }
    const kind = orderOf(row.kind);
    const all = this.#arranged?.siblings.get(row.within);
    if (!kind || !all) return;
    const seen = new Set(siblings.map((each) => indexOf(keyOf(each))));
    const next = placed(all, indexOf(key), before === null ? null : indexOf(before), (item) => seen.has(item));
    const orders = { ...arrangement.orders, [kind]: reordered(arrangement.orders[kind], next) };
    this.#arrangement = { ...arrangement, sort: "own", orders };
  }

  #counts(): RowCounts {
    const arranged = this.#arranged;
    if (!arranged) throw new Error("Rows are counted before there are any.");
    const { lanes } = arranged.model.trace;
    return {
      lanes: lanes.length,
      tracks: this.resources.length,
      shownLanes: lanes.filter((_, lane) => arranged.reason(lane) === null).length,
      shownTracks: this.resources.filter((resource) => arranged.matchesTrack(resource)).length,
      idle: arranged.idle.size,
      internal: lanes.filter(({ internal }) => internal).length,
      internalHidden: arranged.internalHidden,
    };
  }
}

function openFolds(): Folds {
  const folds = new Folds();
  folds.set(false);
  return folds;
}

/** Rows of which kind somebody may put into another order; null for those that have their place. */
export function orderOf(kind: RowLayout["rows"][number]["kind"]): keyof Orders | null {
  return kind === "lane" ? "lanes" : kind === "track" ? "tracks" : kind === "group" ? "processes" : null;
}

/** `lane:3`, `process:3` → 3. */
function indexOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(":") + 1));
}

/** From the outside in. */
function groupsOf(model: Model, key: string): string[] {
  const name = rowNamed(key);
  if (!name) return [];
  const { kind, index } = name;
  if (kind === "lane") return groupsAround(model, index);
  if (kind !== "use") return ["resources"];
  return [`process:${model.trace.pools[index].process}`, `pool:${index}`];
}
