/**
 * From records to a `Trace`: batches go in as they come, a snapshot comes out at any time.
 *
 *   ProcessTables (one a process)  →  RawTables  →  snapshot(): order · sites · resources · holds · events · waits · wakers · spans
 *
 * Taking records in costs tens of nanoseconds each; a snapshot looks at every row once more, sorts included
 * (n · log of the number of lanes).
 */
import { type MessageKey, type MessageParams, type Translate, translator } from "../l10n";
import { groupRows } from "./column";
import { EdgeList } from "./derive/edges";
import { withEstimates } from "./derive/estimates";
import { deriveEvents } from "./derive/events";
import { deriveHolds, HoldOrder } from "./derive/holds";
import { deriveItems } from "./derive/items";
import { deriveLanes, deriveProcesses, silentFrom } from "./derive/lanes";
import { addChildEdges, mainLanesOf } from "./derive/main-lanes";
import { deriveMishaps } from "./derive/mishaps";
import { type OrderedProcess, orderOf } from "./derive/order";
import { assignWorkers, derivePools } from "./derive/pools";
import { processByPid } from "./derive/process-by-pid";
import { deriveRaces } from "./derive/races";
import { deriveResources } from "./derive/resources";
import { deriveResultReads } from "./derive/result-reads";
import { deriveSamples } from "./derive/samples";
import { deriveSents } from "./derive/sents";
import { deriveSites } from "./derive/sites";
import { spansOf } from "./derive/spans";
import { deriveAccesses, laneOrder } from "./derive/sync";
import { addTaskEdges, placeCoroutines, spansOfTask, stepsOfTasks } from "./derive/tasks";
import { thingsOf } from "./derive/things";
import { deriveWaits } from "./derive/waits";
import { deriveWakers } from "./derive/wakers";
import { type HostFacts, UNKNOWN_HOST } from "./host-facts";
import { ProcessTables } from "./process-tables";
import { RawTables } from "./raw";
import type { Lane, LaneSpans, Process, Program, Trace, Waits } from "./types";

export type { HostFacts } from "./host-facts";

export class TraceBuilder {
  host: HostFacts = UNKNOWN_HOST;
  private readonly raw = new RawTables();
  private readonly processes: ProcessTables[] = [];
  private readonly byName = new Map<string, ProcessTables>();
  private readonly losses = new Set<string>();
  private readonly holdOrder = new HoldOrder();

  /** @param say the language in which losses are told */
  constructor(private readonly say: Translate = translator("en")) {}

  /** The tables of a process, by the name of its folder in the recording; made when it is new. */
  process(name: string): ProcessTables {
    let process = this.byName.get(name);
    if (process === undefined) {
      process = new ProcessTables(name, this.processes.length, this.raw);
      this.processes.push(process);
      this.byName.set(name, process);
    }
    return process;
  }

  /** The tables of all processes, in the order in which they were first heard of. */
  get processTables(): readonly ProcessTables[] {
    return this.processes;
  }

  /** Something could not be read. Said twice it counts once. */
  lose(key: MessageKey, params: MessageParams): void {
    this.losses.add(this.say(key, params));
  }

  /** Something that was lost when the recording was saved, in the words of then. */
  loseSaid(sentence: string): void {
    this.losses.add(sentence);
  }

  /** The largest time of any record taken in, as ProcessTables tell times; -Infinity = none. */
  get newestNs(): number {
    return this.raw.lanes.reduce((newest, { lastNs }) => Math.max(newest, lastNs), Number.NEGATIVE_INFINITY);
  }

  /** What was lost while reading, in sentences. */
  get readingLosses(): string[] {
    return [...this.losses];
  }

  /** The sites at which resources were created, each once: for looking their names up in the source. */
  *creations(): Generator<{ process: ProcessTables; code: number; lasti: number }> {
    const { objects, sites } = this.raw;
    const seen = new Set<number>();
    for (let object = 0; object < objects.length; object++) {
      const site = objects.site[object];
      if (site === 0 || seen.has(site)) continue;
      seen.add(site);
      yield { process: this.processes[sites.process[site]], code: sites.code[site], lasti: sites.lasti[site] };
    }
  }

  /** All that is known now, as one consistent model. Later records do not change it. */
  snapshot(): Trace {
    const { raw } = this;
    const order = orderOf(raw, this.processes);
    const processes = deriveProcesses(order, this.host, this.say("process.noRecording", {}));
    const lanes = deriveLanes(order, this.processes, processes);
    const sites = deriveSites(raw, this.processes);
    const things = thingsOf(raw, this.processes, order);
    const sources = { raw, processes: this.processes, order, sites };
    const resources = deriveResources(things, sources);
    const { resourceIndex } = resources;
    const pools = derivePools(things, sources);
    const { poolIndex } = pools;
    assignWorkers(raw, order, pools, lanes);
    const { objectOf } = things;
    const { siteIndex } = sites;
    placeCoroutines(order, lanes, siteIndex);
    const processEndNs = (lane: number) => processes[lanes[lane].process].endNs;
    const {
      holds,
      holdIndex,
      object: holdObject,
    } = deriveHolds(raw, order, resources, things, siteIndex, processEndNs, this.holdOrder);
    const { events, eventIndex, object: eventObject } = deriveEvents(raw, order, resourceIndex, things, siteIndex);
    const { items, arrivedNs } = deriveItems({ raw, order, siteIndex, lanes }, pools.pools, poolIndex);
    const targets = { resourceIndex, poolIndex, objectOf, processOf: processByPid(processes) };
    const steps = stepsOfTasks(raw, order, lanes);
    const derivedWaits = deriveWaits(raw, order, targets, siteIndex, lanes);
    const { waits, waitIndex, object: waitObject, got, readyLane, readySite } = derivedWaits;
    const edges = new EdgeList();
    edges.reserve(waits.length);
    const mainLanes = mainLanesOf(lanes, processes.length);
    addChildEdges(order, lanes, mainLanes, edges);
    addTaskEdges(raw, order, steps, lanes, edges);
    const eventsOfObject = groupRows(eventObject, events.length, raw.objects.length);
    deriveWakers(
      {
        lanes,
        processes,
        mainLanes,
        pools: pools.pools,
        items,
        arrivedNs,
        sents: deriveSents(raw, order, things, eventIndex),
        readyLane,
        readySite,
        resources: resources.resources,
        waits,
        got,
        holds,
        holdObject,
        holdIndex,
        events,
        eventIndex,
        eventsOfObject,
        took: new Map(Array.from(raw.took, ([get, put]) => [eventIndex[get], put])),
        edges,
      },
      waitObject,
      resourceIndex,
    );
    const edgeTable = edges.table();
    const accessContext = {
      raw,
      order,
      processes: this.processes,
      siteIndex,
      lanes,
      things,
      poolIndex,
      pools: pools.pools,
      items,
      holds,
      holdObject,
      events,
      eventIndex,
      eventsOfObject,
      waits,
      waitObject,
      got,
      edges: edgeTable,
      processOf: targets.processOf,
    };
    const accesses = deriveAccesses(accessContext);
    const mishaps = deriveMishaps(raw, order, lanes, siteIndex);
    const resultReads = deriveResultReads(raw, order, poolIndex);
    const losses = [...this.losses, ...this.recordLosses(order.processes)];
    const sampled = deriveSamples(raw, order, lanes);
    const silentFromNs = order.lanes.map((lane) => silentFrom(lane, order));
    const hasGil = order.processes.map(({ tables }) => tables?.row?.gil ?? true);
    const spans = withEstimates(lanes, spansOfLanes(lanes, waits, silentFromNs), sampled, hasGil);
    const taskContext = { raw, order, lanes, waits, waitIndex, spans, silentFromNs };
    const trace: Trace = {
      program: this.program(order.processes[0]?.tables ?? undefined, processes, order.originNs),
      processes,
      lanes,
      resources: resources.resources,
      sites: sites.sites,
      laneSpans: spans.map((own, lane) =>
        lanes[lane].kind === "task" ? spansOfTask(lane, steps.of(lane), taskContext) : own,
      ),
      waits,
      holds,
      events,
      edges: edgeTable,
      pools: pools.pools,
      items,
      samples: sampled.samples,
      ...(resultReads === undefined ? {} : { resultReads }),
      ...(mishaps === undefined ? {} : { mishaps }),
      endNs: processes.reduce((latest, { endNs }) => Math.max(latest, endNs), 0),
      races: deriveRaces({ raw, order, lanes, siteIndex, isDamaged: losses.length > 0 }),
      ...(accesses === undefined ? {} : { accesses }),
      ...this.ignores(),
      ...this.signalLines(),
      losses,
      startupNs: startupOf(order.processes[0]?.tables ?? undefined),
      windUpNs: order.processes[0]?.tables?.toldNs ?? 0,
    };
    // Not enumerable: two traces of the same recording are the same, whoever asked already.
    return Object.defineProperty(trace, "laneOrder", { value: laneOrder(accessContext, accesses) });
  }

  /** The files of one program: what one process has read of them holds for all. */
  private ignores(): Pick<Trace, "ignores"> {
    const ignores = new Map(this.processes.flatMap(({ races }) => [...races.ignores]));
    return ignores.size === 0 ? {} : { ignores };
  }

  private signalLines(): Pick<Trace, "signalLines"> {
    const signalLines = new Map(this.processes.flatMap((tables) => [...tables.signalLines]));
    return signalLines.size === 0 ? {} : { signalLines };
  }

  private program(root: ProcessTables | undefined, processes: readonly Process[], originNs: number): Program {
    const { host } = this;
    const interpreter = root?.row ?? host.interpreter;
    return {
      argv: programArgv(root?.row?.argv, host.argv),
      python: interpreter?.python ?? "",
      implementation: interpreter?.implementation ?? "",
      gil: interpreter?.gil ?? true,
      traced: root !== undefined && root.notTracedReason === null,
      notTracedReason: root === undefined ? host.notTracedReason : root.notTracedReason,
      exitCode: host.exitCode,
      signal: host.signal,
      durationNs: host.durationNs ?? processes[0]?.endNs ?? 0,
      stopAskedNs: host.stopAskedAt === null ? null : Math.max(0, this.raw.time(host.stopAskedAt) - originNs),
      ...(host.stillRunning ? { stillRunning: true } : {}),
    };
  }

  private recordLosses(processes: readonly OrderedProcess[]): string[] {
    return processes.flatMap(({ tables }) => {
      if (tables === null) return [];
      const { name: process, unknownRecords, lostWithoutLane, row } = tables;
      return [
        ...(unknownRecords > 0 ? [this.say("loss.records.unknown", { process, count: unknownRecords })] : []),
        ...(lostWithoutLane > 0 ? [this.say("loss.records.noRoom", { process, count: lostWithoutLane })] : []),
        ...(row === null ? [this.say("loss.process.undescribed", { process })] : []),
      ];
    });
  }
}

/** At start-up Python has `-m` where it will put the module's path; the host says which module, and its path where it knows. */
function programArgv(recorded: readonly string[] | undefined, told: readonly string[]): string[] {
  const isUnresolved = recorded === undefined || recorded[0] === "-m";
  return [...(isUnresolved && told.length > 0 ? told : (recorded ?? []))];
}

function spansOfLanes(lanes: readonly Lane[], waits: Waits, silentFromNs: readonly number[]): LaneSpans[] {
  let from = 0;
  return lanes.map((lane, index) => {
    let to = from;
    while (to < waits.length && waits.lane[to] === index) to++;
    const spans = spansOf(lane, waits, from, to, silentFromNs[index]);
    from = to;
    return spans;
  });
}

/** From the runtime's first instruction to its last one before the program; 0 = not known. */
function startupOf(root: ProcessTables | undefined): number {
  const startupNs = root === undefined ? Number.NaN : root.readyNs - root.startNs;
  return Number.isFinite(startupNs) ? Math.max(0, startupNs) : 0;
}
