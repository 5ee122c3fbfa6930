/**
 * How somebody has arranged the rows: what is filtered, hidden, pinned, in which order. Plain data, so that it can be kept, and
 * pure functions from one arrangement to the next. What becomes of it in one trace is in arranged.ts.
 */

/** `own`: somebody has moved rows by hand. */
export const SORTS = ["started", "name", "blocked", "busy", "own"] as const;
export type Sort = (typeof SORTS)[number];

/**
 * Siblings that are named here stand in this order, before those that are not; these keep the order that the trace gives them.
 * So lanes that come later stand behind, and nothing jumps.
 */
export interface Orders {
  lanes: readonly number[];
  tracks: readonly number[];
  pools: readonly number[];
  processes: readonly number[];
}

export interface Arrangement {
  /** Words that a row's name has to contain, all of them. */
  filter: string;
  sort: Sort;
  hideIdle: boolean;
  /** Lanes of the standard library's own; null: hidden where many processes have them, for there they only crowd. */
  internal: boolean | null;
  /** Keys of rows (row-keys.ts), from top to bottom. */
  pinned: readonly string[];
  orders: Orders;
  /** Keys of rows that somebody went to: shown whatever else would hide them. */
  revealed: readonly string[];
}

export const NO_ORDERS: Orders = { lanes: [], tracks: [], pools: [], processes: [] };
export const AS_STARTED: Arrangement = {
  filter: "",
  sort: "started",
  hideIdle: false,
  internal: null,
  pinned: [],
  orders: NO_ORDERS,
  revealed: [],
};

/** One step of whoever arranges. */
export type Change =
  | { to: "filter"; text: string }
  | { to: "sort"; by: Sort }
  | { to: "hideIdle"; on: boolean }
  | { to: "internal"; on: boolean }
  /** Pins it, or takes the pin away. */
  | { to: "pin"; key: string }
  /** Among its siblings: before another one, or behind all of them. */
  | { to: "place"; key: string; before: string | null }
  /** Opens or closes all groups. */
  | { to: "fold"; closed: boolean }
  /** Nothing is filtered or hidden any more; pins, order and folds stay. */
  | { to: "showAll" };

/** Words in any order, without regard to case. */
export function wordsOf(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

export function filtered(arrangement: Arrangement, filter: string): Arrangement {
  return { ...arrangement, filter, revealed: [] };
}

export function shownAll(arrangement: Arrangement): Arrangement {
  return { ...arrangement, filter: "", hideIdle: false, internal: true, revealed: [] };
}

export function pinned(arrangement: Arrangement, key: string): Arrangement {
  const { pinned: keys } = arrangement;
  return { ...arrangement, pinned: keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key] };
}

export function revealed(arrangement: Arrangement, keys: readonly string[]): Arrangement {
  const more = keys.filter((key) => !arrangement.revealed.includes(key));
  return more.length === 0 ? arrangement : { ...arrangement, revealed: [...arrangement.revealed, ...more] };
}

/** `item` before another of its siblings (null: behind the last one that is seen), in an order that names all of them. */
export function placed<Item>(
  siblings: readonly Item[],
  item: Item,
  before: Item | null,
  isSeen: (item: Item) => boolean = () => true,
): Item[] {
  const others = siblings.filter((each) => each !== item);
  const at = before === null ? others.findLastIndex(isSeen) + 1 : others.indexOf(before);
  return at < 0 ? [...siblings] : others.toSpliced(at, 0, item);
}

/** The order of these siblings is another one now; that of all others stays. */
export function reordered(order: readonly number[], siblings: readonly number[]): number[] {
  const own = new Set(siblings);
  return [...order.filter((each) => !own.has(each)), ...siblings];
}
