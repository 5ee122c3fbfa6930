/** Things become resources: kinds, names, counted totals; more than 1,000 from one site fold into one entry. */
import type { ProcessTables } from "../process-tables";
import type { Cells, RawTables } from "../raw";
import { RESOURCE_KINDS, type Resource, type Site } from "../types";
import { moduleOf } from "../vocabulary";
import type { Order } from "./order";
import { addRecordedCounts } from "./recorded-counts";
import { lineage, type Sites } from "./sites";
import type { Thing, Things } from "./things";

/** Of more than so many objects of one kind and site, one entry stands for all (docs/report.md, "resources"). */
export const FOLD_ABOVE = 1000;

export interface Resources {
  resources: Resource[];
  /** Index = raw object; -1 = it is a pool. */
  resourceIndex: Int32Array;
  /** Things by resource, then by creation; `objectRank[raw object]` = the place of its thing in there. */
  objectRank: Uint32Array;
}

/** What all steps look at. */
export interface Sources {
  raw: RawTables;
  processes: readonly ProcessTables[];
  order: Order;
  sites: Sites;
}

/** @param sources `processes` are all of them, by `ProcessTables.index` */
export function deriveResources({ things }: Things, sources: Sources): Resources {
  const { raw, sites } = sources;
  const used = things.filter(({ isPool }) => !isPool);
  const keys = used.map(
    ({ birth: { kind, family, site } }) =>
      (family * RESOURCE_KINDS.length + kind) * sites.sites.length + sites.siteIndex[site],
  );
  const perKey = new Map<number, number>();
  for (const key of keys) perKey.set(key, (perKey.get(key) ?? 0) + 1);

  const resources: Resource[] = [];
  const foldedInto = new Map<number, number>();
  const resourceIndex = new Int32Array(raw.objects.length).fill(-1);
  used.forEach((thing, place) => {
    const key = keys[place];
    const entry = foldedInto.get(key);
    const index = entry ?? resources.push(resourceOf(thing, sources)) - 1;
    if (entry !== undefined) resources[entry].instances++;
    for (const object of thing.members) {
      resourceIndex[object] = index;
      addObject(resources[index], processOf(object, sources), raw.objects.cells.get(object));
    }
    if (perKey.get(key)! > FOLD_ABOVE) foldedInto.set(key, index);
  });
  addRecordedCounts(raw, resources, resourceIndex);
  linkConditionLocks(used, sources, resources, resourceIndex);
  return {
    resources,
    resourceIndex,
    objectRank: rankThings(used, raw.objects.length, resourceIndex, resources.length),
  };
}

const processOf = (object: number, { raw, order }: Sources): number => order.processRank[raw.objects.process[object]];

function resourceOf(thing: Thing, sources: Sources): Resource {
  const { object, birth } = thing;
  const { raw, order, sites } = sources;
  const kind = RESOURCE_KINDS[birth.kind];
  return {
    kind,
    module: moduleOf(kind, birth.family),
    name: nameOfThing(thing, kind, sources),
    site: sites.siteIndex[birth.site],
    processes: [],
    instances: 1,
    // Only totals of it were read: then it dates from the start.
    createdNs: Math.max(0, raw.objects.createdNs[object] - order.originNs || 0),
    parameter: birth.parameter,
    counted: null,
  };
}

/** Its name in the source, else where it was created. */
export function nameOfThing({ object, birth }: Thing, kind: string, sources: Sources): string {
  const { sites, siteIndex } = sources.sites;
  const { id } = sources.raw.objects;
  return nameInSource(birth.site, sources) ?? placeName(sites[siteIndex[birth.site]], kind, id[object]);
}

function nameInSource(site: number, { raw, processes }: Sources): string | undefined {
  if (site === 0) return undefined;
  for (const ancestor of lineage(processes[raw.sites.process[site]], processes)) {
    const name = ancestor.nameOfSite(raw.sites.code[site], raw.sites.lasti[site]);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** `file:line` with the file's last part; an object whose creation was not seen goes by its kind and number. */
const placeName = (site: Site, kind: string, id: number): string =>
  site.line > 0
    ? `${site.file.slice(Math.max(site.file.lastIndexOf("/"), site.file.lastIndexOf("\\")) + 1)}:${site.line}`
    : `${kind} ${id}`;

function addObject(resource: Resource, process: number, cells: Cells | undefined): void {
  if (!resource.processes.includes(process)) resource.processes.push(process);
  const more = totals(cells);
  if (more === null) return;
  resource.counted ??= { acquisitions: 0, reentries: 0, puts: 0, missed: 0, signals: 0, releases: 0, taskDone: 0 };
  for (const key of Object.keys(more) as (keyof typeof more)[]) resource.counted[key] += more[key];
}

function totals(cells: Cells | undefined): Resource["counted"] {
  if (cells === undefined) return null;
  const [acquisitions = 0, reentries = 0, puts = 0, missed = 0, signals = 0, releases = 0, taskDone = 0] = cells;
  return { acquisitions, reentries, puts, missed, signals, releases, taskDone };
}

/** A condition's parameter is the object of the user's own lock: it becomes that resource's index, or -1. */
function linkConditionLocks(
  things: readonly Thing[],
  { raw, processes }: Sources,
  resources: Resource[],
  resourceIndex: Int32Array,
): void {
  const condition = RESOURCE_KINDS.indexOf("condition");
  for (const { object, birth } of things) {
    if (birth.kind !== condition) continue;
    const { parameter } = birth;
    const lock = parameter === 0 ? undefined : processes[raw.objects.process[object]].knownObject(parameter);
    resources[resourceIndex[object]].parameter = lock === undefined ? -1 : resourceIndex[lock];
  }
}

function rankThings(
  things: readonly Thing[],
  objects: number,
  resourceIndex: Int32Array,
  resources: number,
): Uint32Array {
  const next = new Uint32Array(resources + 1);
  for (const { object } of things) next[resourceIndex[object] + 1]++;
  for (let resource = 0; resource < resources; resource++) next[resource + 1] += next[resource];
  const rank = new Uint32Array(objects);
  for (const { object, members } of things) {
    const place = next[resourceIndex[object]]++;
    for (const member of members) rank[member] = place;
  }
  return rank;
}
