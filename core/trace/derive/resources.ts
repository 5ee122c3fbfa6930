/** Objects become resources: kinds, names, counted totals; more than 1,000 from one site fold into one entry. */
import type { ProcessTables } from "../process-tables";
import type { Cells, RawTables } from "../raw";
import { RESOURCE_KINDS, type Resource, type Site } from "../types";
import { moduleOf } from "../vocabulary";
import type { Order } from "./order";
import { lineage, type Sites } from "./sites";

/** Of more than so many objects of one kind and site, one entry stands for all (docs/report.md, "resources"). */
export const FOLD_ABOVE = 1000;

export interface Resources {
  resources: Resource[];
  /** Index = raw object. */
  resourceIndex: Int32Array;
  /** Raw objects by resource, then by creation; `objectRank[raw object]` = its place in there. */
  objectRank: Uint32Array;
}

/** What the NEW record told; for an object that a forked child inherited, what its parent's NEW record told. */
interface Birth {
  kind: number;
  parameter: number;
  site: number;
}

/** What all steps look at. */
interface Sources {
  raw: RawTables;
  processes: readonly ProcessTables[];
  order: Order;
  sites: Sites;
}

/** @param processes all of them, by `ProcessTables.index` */
export function deriveResources(
  raw: RawTables,
  processes: readonly ProcessTables[],
  order: Order,
  sites: Sites,
): Resources {
  const sources = { raw, processes, order, sites };
  const births = Array.from(order.objects, (object) => birthOf(object, sources));
  const keys = births.map(({ kind, site }) => kind * sites.sites.length + sites.siteIndex[site]);
  const perKey = new Map<number, number>();
  for (const key of keys) perKey.set(key, (perKey.get(key) ?? 0) + 1);

  const resources: Resource[] = [];
  const foldedInto = new Map<number, number>();
  const resourceIndex = new Int32Array(raw.objects.length).fill(-1);
  births.forEach((birth, place) => {
    const object = order.objects[place];
    const key = keys[place];
    const entry = foldedInto.get(key);
    if (entry === undefined) resourceIndex[object] = resources.push(resourceOf(object, birth, sources)) - 1;
    else {
      resourceIndex[object] = entry;
      addInstance(resources[entry], processOf(object, sources), raw.objects.cells.get(object));
    }
    if (perKey.get(key)! > FOLD_ABOVE) foldedInto.set(key, resourceIndex[object]);
  });
  linkConditionLocks(births, sources, resources, resourceIndex);
  return { resources, resourceIndex, objectRank: rankObjects(order.objects, resourceIndex, resources.length) };
}

const processOf = (object: number, { raw, order }: Sources): number => order.processRank[raw.objects.process[object]];

function birthOf(object: number, { raw, processes }: Sources): Birth {
  const { process, id, kind, parameter, site, likelyKind } = raw.objects;
  for (const ancestor of lineage(processes[process[object]], processes)) {
    const known = ancestor.knownObject(id[object]);
    if (known !== undefined && kind[known] !== 0) {
      return { kind: kind[known], parameter: parameter[known], site: site[known] };
    }
  }
  return { kind: likelyKind[object], parameter: 0, site: 0 };
}

function resourceOf(object: number, birth: Birth, sources: Sources): Resource {
  const { raw, order } = sources;
  const { sites, siteIndex } = sources.sites;
  const kind = RESOURCE_KINDS[birth.kind];
  return {
    kind,
    module: moduleOf(kind),
    name: nameInSource(birth.site, sources) ?? placeName(sites[siteIndex[birth.site]], kind, raw.objects.id[object]),
    site: siteIndex[birth.site],
    processes: [processOf(object, sources)],
    instances: 1,
    // Only totals of it were read: then it dates from the start.
    createdNs: Math.max(0, raw.objects.createdNs[object] - order.originNs || 0),
    parameter: birth.parameter,
    counted: totals(raw.objects.cells.get(object)),
  };
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

function addInstance(resource: Resource, process: number, cells: Cells | undefined): void {
  resource.instances++;
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
  births: readonly Birth[],
  { raw, processes, order }: Sources,
  resources: Resource[],
  resourceIndex: Int32Array,
): void {
  const condition = RESOURCE_KINDS.indexOf("condition");
  births.forEach(({ kind, parameter }, place) => {
    if (kind !== condition) return;
    const object = order.objects[place];
    const lock = parameter === 0 ? undefined : processes[raw.objects.process[object]].knownObject(parameter);
    resources[resourceIndex[object]].parameter = lock === undefined ? -1 : resourceIndex[lock];
  });
}

function rankObjects(objects: Uint32Array, resourceIndex: Int32Array, resources: number): Uint32Array {
  const next = new Uint32Array(resources + 1);
  for (const object of objects) next[resourceIndex[object] + 1]++;
  for (let resource = 0; resource < resources; resource++) next[resource + 1] += next[resource];
  const rank = new Uint32Array(objects.length);
  for (const object of objects) rank[object] = next[resourceIndex[object]]++;
  return rank;
}
