/** What an arrangement means in one trace: which lanes and tracks are shown, and who stands before whom. */
import type { Arrangement, Orders, Sort } from "./arrangement";
import { wordsOf } from "./arrangement";
import { type Families, familiesOf } from "./lane-families";
import type { Model } from "./model";
import { rowNamed } from "./row-keys";
import { Tone } from "./tones";

/** Names as they are shown. */
export interface RowTexts {
  lane(lane: number): string;
  resource(resource: number): string;
  pool(pool: number): string;
  process(process: number): string;
}

/** What a lane does when it is not idle: it computes, reads or writes, or is kept from it. Passive waiting and sleeping are none of these. */
const ACTIVE_TONES: readonly number[] = [Tone.running, Tone.io, Tone.ready, Tone.gil, Tone.blocked, Tone.unknown];
/** A lane that is active for a smaller part of its life is idle: starting a thread alone takes a moment of computing. */
const IDLE_SHARE = 0.01;

const NO_TEXTS: RowTexts = { lane: () => "", resource: () => "", pool: () => "", process: () => "" };
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export type Reason = "filter" | "idle" | "internal";

export class Arranged {
  readonly #reasons: (Reason | null)[];
  readonly #pinned: ReadonlySet<string>;
  readonly #revealed: ReadonlySet<string>;
  readonly #words: readonly string[];
  readonly #ranks: { [K in keyof Orders]: ReadonlyMap<number, number> };
  /** By the id of what they stand in: all lanes there, seen or not, from top to bottom. */
  readonly siblings = new Map<string, readonly number[]>();
  /** Lanes that are idle, as far as one may hide them. */
  readonly idle: ReadonlySet<number>;
  readonly internalHidden: boolean;
  readonly families: Families;

  constructor(
    readonly model: Model,
    readonly arrangement: Arrangement,
    readonly texts: RowTexts = NO_TEXTS,
  ) {
    const { pinned, revealed, filter, orders, internal } = arrangement;
    this.#pinned = new Set(pinned);
    this.#revealed = new Set(revealed);
    this.#words = wordsOf(filter);
    this.#ranks = {
      lanes: ranksOf(orders.lanes),
      tracks: ranksOf(orders.tracks),
      pools: ranksOf(orders.pools),
      processes: ranksOf(orders.processes),
    };
    this.idle = idleLanes(model);
    this.families = familiesOf(model.trace);
    this.internalHidden = !(internal ?? !crowds(this.families));
    this.#reasons = this.#reasonsOfAll();
  }

  /** A filter is on: what matches is to be seen, whatever is closed otherwise. */
  get filters(): boolean {
    return this.#words.length > 0;
  }

  /** Why a lane is not shown; null where it is. */
  reason(lane: number): Reason | null {
    return this.#reasons[lane];
  }

  /** It has a row among its siblings. */
  isShown(lane: number): boolean {
    return this.#reasons[lane] === null && !this.#pinned.has(`lane:${lane}`);
  }

  isPinned(key: string): boolean {
    return this.#pinned.has(key);
  }

  showsTrack(resource: number): boolean {
    const key = `track:${resource}`;
    return !this.isPinned(key) && this.matchesTrack(resource);
  }

  matchesTrack(resource: number): boolean {
    return this.#revealed.has(`track:${resource}`) || this.#matches(this.texts.resource(resource));
  }

  /** The tracks of a pool, of a process' GIL: shown with what they belong to. */
  showsPool(pool: number): boolean {
    return !this.isPinned(`use:${pool}`);
  }

  showsGil(process: number): boolean {
    return !this.isPinned(`gil:${process}`) && this.#matches(`GIL ${this.texts.process(process)}`);
  }

  /** The name of the pool itself is what is looked for. */
  matchesPool(pool: number): boolean {
    return this.#matches(this.texts.pool(pool));
  }

  /** @param within id of what they stand in */
  lanesOf(within: string, lanes: readonly number[]): readonly number[] {
    const order = this.inOrder("lanes", lanes);
    this.siblings.set(within, order);
    return order;
  }

  inOrder<Item extends number>(kind: keyof Orders, items: readonly Item[]): readonly Item[] {
    const ranks = this.#ranks[kind];
    if (ranks.size === 0) return items;
    const rank = (item: number) => ranks.get(item) ?? Number.POSITIVE_INFINITY;
    // A stable sort: those without a rank keep the order that they have.
    return [...items].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  }

  #matches(text: string): boolean {
    const lower = text.toLowerCase();
    return this.#words.every((word) => lower.includes(word));
  }

  #reasonsOfAll(): (Reason | null)[] {
    const { model, arrangement } = this;
    const { lanes } = model.trace;
    const texts = this.filters ? this.#laneTexts() : [];
    return lanes.map(({ internal }, lane) => {
      const key = `lane:${lane}`;
      if (this.#pinned.has(key) || this.#revealed.has(key)) return null;
      if (this.filters) {
        if (!this.#matches(texts[lane])) return "filter";
        // Whoever looks for it by its name wants to see it.
        return null;
      }
      if (internal && this.internalHidden) return "internal";
      return arrangement.hideIdle && this.idle.has(lane) ? "idle" : null;
    });
  }

  /** What a lane is found by: its name, and those of its pool and, where there are several, its process. */
  #laneTexts(): string[] {
    const { lanes, pools, processes } = this.model.trace;
    const several = processes.length > 1;
    const texts = lanes.map(({ name, process }, lane) =>
      [this.texts.lane(lane), name, several ? this.texts.process(process) : ""].join("\n"),
    );
    pools.forEach(({ lanes: workers }, pool) => {
      for (const lane of workers) texts[lane] += `\n${this.texts.pool(pool)}`;
    });
    return texts;
  }
}

/**
 * Idle for at least 99 % of their lives, over the whole run: what the window shows does not matter, so that no row comes and goes
 * while one moves about. Never lanes that a finding is about, nor those of which nothing is known.
 */
function idleLanes({ trace, laneTimes, findings, losses }: Model): ReadonlySet<number> {
  const told = new Set<number>(losses.ofLane.keys());
  for (const { focus, racing, locations } of findings) {
    if (focus) told.add(focus.lane);
    for (const { lane } of racing ?? []) told.add(lane);
    for (const { lane } of locations) if (lane !== null) told.add(lane);
  }
  const idle = new Set<number>();
  trace.lanes.forEach(({ kind, startNs, endNs }, lane) => {
    const activeNs = ACTIVE_TONES.reduce((sum, tone) => sum + laneTimes[lane][tone], 0);
    if (kind !== "process" && !told.has(lane) && activeNs < IDLE_SHARE * Math.max(1, endNs - startNs)) idle.add(lane);
  });
  return idle;
}

/** A heading or two of the standard library's own lanes are no crowd. */
const MANY_HEADINGS = 3;

function crowds({ processes }: Families): boolean {
  return processes.filter(({ internal }) => internal.length > 0).length >= MANY_HEADINGS;
}

function ranksOf(order: readonly number[]): ReadonlyMap<number, number> {
  return new Map(order.map((item, rank) => [item, rank]));
}

/** What a sort means now, for all that there is. It is kept: rows stay where they are while a trace grows. */
export function sorted(model: Model, by: Sort, texts: RowTexts): Orders | null {
  if (by === "own") return null;
  const { lanes, pools, processes, resources } = model.trace;
  if (by === "started") return { lanes: [], tracks: [], pools: [], processes: [] };
  if (by === "name") {
    const ofName = (count: number, text: (item: number) => string) =>
      order(count, (a, b) => collator.compare(text(a), text(b)));
    return {
      lanes: ofName(lanes.length, (lane) => texts.lane(lane)),
      tracks: ofName(resources.length, (resource) => texts.resource(resource)),
      pools: ofName(pools.length, (pool) => texts.pool(pool)),
      processes: ofName(processes.length, (process) => texts.process(process)),
    };
  }
  const tone = by === "blocked" ? Tone.blocked : Tone.running;
  const ofLane = model.laneTimes.map((times) => times[tone]);
  const ofProcess = processes.map(() => 0);
  lanes.forEach(({ process }, lane) => {
    ofProcess[process] += ofLane[lane];
  });
  const ofPool = pools.map(({ lanes: workers }) => workers.reduce((sum, lane) => sum + ofLane[lane], 0));
  const most = (times: readonly number[]) => order(times.length, (a, b) => times[b] - times[a]);
  // Tracks stand in the order of how long they were waited for anyway.
  return { lanes: most(ofLane), tracks: [], pools: most(ofPool), processes: most(ofProcess) };
}

function order(count: number, compare: (a: number, b: number) => number): number[] {
  return Array.from({ length: count }, (_, item) => item).sort(compare);
}

/** Pins of what this trace has (yet), in their order. */
export function knownPins(model: Model, { pinned }: Arrangement): string[] {
  const { trace, uses } = model;
  return pinned.filter((key) => {
    const name = rowNamed(key);
    if (!name) return false;
    const { kind, index } = name;
    if (kind === "lane") return index < trace.lanes.length;
    if (kind === "track") return index < trace.resources.length && uses[index] > 0;
    if (kind === "use") return index < trace.pools.length;
    return index < trace.processes.length && model.gil(index) !== null;
  });
}
