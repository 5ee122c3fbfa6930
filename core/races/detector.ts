/**
 * FastTrack (Flanagan, Freund 2009) for pairs of places. A variable keeps, of each place, the latest accesses that no later access
 * of the same place knows of, each as an epoch (whose, its time). A new access races with those of another lane that its lane does
 * not know of. So every pair of places that races is found, not only the first.
 *
 * Tasks of one event loop take turns, so their single accesses do not race: a write does with what another task wrote if it depends
 * on a read of an earlier step, and the other's write is ordered with neither.
 */
import { type Accesses, type AccessSite, isWrite } from "../trace/accesses";
import type { Clocks } from "./clocks";
import { areOfItems, isOfWhole } from "./policy";

/** So often is a pair of places counted. */
const MOST_COUNTED = 1_000;
/** Examples kept of one pair of places. */
const MOST_EXAMPLES = 8;

/** Two accesses, rows of `Accesses`: the earlier one first. */
export interface RacingPair {
  variable: number;
  first: number;
  second: number;
  /** Of two tasks of one loop. */
  isOfTasks: boolean;
  /** One is a write of what nobody can tell where it comes from, and its lane had read the variable before, in another function. */
  mayDepend: boolean;
  count: number;
  /** The first few: rows of `Accesses`. */
  examples: [number, number][];
}

interface Latest {
  row: number;
  epoch: number;
  /** A task's write that depends on a read of an earlier step. */
  isAcrossSteps: boolean;
  mayDepend: boolean;
}

interface Read {
  step: number;
  knew: Uint32Array;
}

interface State {
  /** By site. */
  latest: Map<number, Latest[]>;
  /** Of tasks, by actor and site: what was read last there. */
  reads: Map<number, Read> | null;
  /** By actor that has read it: in which functions. */
  readers: Map<number, Set<string>>;
  /** By both sites. */
  pairs: Map<number, RacingPair>;
}

export class Detector {
  private readonly states: (State | undefined)[];
  /** By lane: how many steps its task has begun. */
  private readonly steps: Uint32Array;
  private readonly tests = new Map<AccessSite, number[]>();

  constructor(
    private readonly accesses: Accesses,
    private readonly clocks: Clocks,
    lanes: number,
  ) {
    this.states = new Array(accesses.variables.length);
    this.steps = new Uint32Array(lanes);
  }

  /** A task begins its next step. */
  step(task: number): void {
    this.steps[task]++;
  }

  access(row: number): void {
    const { actor, thread, timeNs, variable, site, sites } = this.accesses;
    const [who, where] = [actor[row], site[row]];
    const { kind, type } = this.accesses.variables[variable[row]];
    if (this.clocks.slot[who] < 0 || !isOfWhole(sites[where], kind, type)) return;
    this.states[variable[row]] ??= { latest: new Map(), reads: null, readers: new Map(), pairs: new Map() };
    const state = this.states[variable[row]]!;
    const writes = isWrite(sites[where]);
    const epoch = this.clocks.now(who, timeNs[row]);
    const own = state.latest.get(where);
    const mayDepend =
      sites[where].does === "unsure" && hasReadElsewhere(state, who, kind === "attribute" ? "" : sites[where].function);
    if (!writes) noteReader(state, who, sites[where].function);
    const readBefore = thread[row] === who ? null : this.readOfEarlierStep(state, row);
    for (const [other, latest] of state.latest) {
      if ((state.pairs.get(this.keyOf(where, other))?.count ?? 0) >= MOST_COUNTED) continue;
      if (!writes && !isWrite(sites[other])) continue;
      if (kind === "container" && areOfItems(sites[where], sites[other])) continue;
      for (const before of latest) this.compare(state, before, row, readBefore, mayDepend);
    }
    if (thread[row] !== who && !writes) this.remember(state, row);
    const now = { row, epoch, isAcrossSteps: readBefore !== null, mayDepend };
    if (own === undefined) state.latest.set(where, [now]);
    else state.latest.set(where, [...own.filter((before) => !this.isCovered(before, row)), now]);
  }

  pairs(): RacingPair[] {
    return this.states.flatMap((state) => (state === undefined ? [] : [...state.pairs.values()]));
  }

  private compare(state: State, before: Latest, row: number, readBefore: Read | null, mayDepend: boolean): void {
    const { actor, thread, variable } = this.accesses;
    const [who, other] = [actor[row], actor[before.row]];
    if (who === other) return;
    const isOfTasks = thread[row] === thread[before.row];
    const races = isOfTasks ? this.areAcrossSteps(before, row, readBefore) : !this.isKnown(before, who);
    if (!races) return;
    const { site } = this.accesses;
    const key = this.keyOf(site[before.row], site[row]);
    const known = state.pairs.get(key);
    if (known !== undefined) known.count++;
    const pair = known ?? {
      variable: variable[row],
      first: before.row,
      second: row,
      isOfTasks,
      mayDepend: false,
      count: 1,
      examples: [],
    };
    pair.mayDepend ||= before.mayDepend || mayDepend;
    if (pair.examples.length < MOST_EXAMPLES) pair.examples.push([before.row, row]);
    state.pairs.set(key, pair);
  }

  private keyOf(a: number, b: number): number {
    return Math.min(a, b) * this.accesses.sites.length + Math.max(a, b);
  }

  /** Both write, one of them what it read in an earlier step, and the other's write may come in between. */
  private areAcrossSteps(before: Latest, row: number, readBefore: Read | null): boolean {
    const { actor, site, sites } = this.accesses;
    if (!isWrite(sites[site[row]]) || !isWrite(sites[site[before.row]])) return false;
    if (before.isAcrossSteps && !this.isKnown(before, actor[row])) return true;
    return readBefore !== null && readBefore.knew[this.clocks.slot[actor[before.row]]] < before.epoch;
  }

  private isKnown({ row, epoch }: Latest, to: number): boolean {
    return this.clocks.knows(to, this.accesses.actor[row]) >= epoch;
  }

  /** Whatever races with the one races with the other too. Tasks race by other rules, so only a task's own cover each other. */
  private isCovered(before: Latest, row: number): boolean {
    const { actor, thread } = this.accesses;
    if (actor[before.row] === actor[row]) return true;
    const areThreads = actor[row] === thread[row] && actor[before.row] === thread[before.row];
    return areThreads && this.isKnown(before, actor[row]);
  }

  /** Rows of `sites` that read what decides a write there. */
  private deciding(write: AccessSite): readonly number[] {
    if (!write.flags.has("decided")) return write.of;
    let tests = this.tests.get(write);
    if (tests === undefined) {
      tests = this.accesses.sites.flatMap((read, at) => (isTestBefore(read, write) ? [at] : []));
      this.tests.set(write, tests);
    }
    return tests;
  }

  private remember(state: State, row: number): void {
    const { actor, site, sites } = this.accesses;
    state.reads ??= new Map();
    state.reads.set(actor[row] * sites.length + site[row], {
      step: this.steps[actor[row]],
      knew: this.clocks.snapshot(actor[row]),
    });
  }

  /** The read that decides what is written here, if it was in another step. */
  private readOfEarlierStep({ reads }: State, row: number): Read | null {
    if (reads === null) return null;
    const { actor, site, sites } = this.accesses;
    for (const read of this.deciding(sites[site[row]])) {
      const found = reads.get(actor[row] * sites.length + read);
      if (found !== undefined && found.step !== this.steps[actor[row]]) return found;
    }
    return null;
  }
}

/** Of an update that a test decides it is not recorded which of the function's tests it is: of one variable there is hardly more than one. */
function isTestBefore(read: AccessSite, write: AccessSite): boolean {
  return (
    read.function === write.function &&
    read.process === write.process &&
    read.flags.has("feeds") &&
    read.does === "read"
  );
}

/** Within one function what a write depends on can be told from the source; a property's getter and setter bear one name. */
function hasReadElsewhere({ readers }: State, actor: number, name: string): boolean {
  const known = readers.get(actor);
  return known !== undefined && (known.size > 1 || !known.has(name));
}

function noteReader({ readers }: State, actor: number, name: string): void {
  const known = readers.get(actor);
  if (known === undefined) readers.set(actor, new Set([name]));
  else known.add(name);
}
