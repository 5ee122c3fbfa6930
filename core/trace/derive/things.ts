/**
 * Objects of several processes that are one thing: those of one key (docs/trace-format.md, "Objects of several processes"). Any
 * other object is a thing by itself. A thing is a resource or a pool.
 */

import { POOL_KINDS } from "../pool-types";
import type { ProcessTables } from "../process-tables";
import type { RawTables } from "../raw";
import { RESOURCE_KINDS } from "../types";
import { FIRST_POOL_KIND } from "../vocabulary";
import type { Order } from "./order";
import { lineage } from "./sites";

/** What the NEW record told; for an object that a forked child inherited, what its parent's NEW record told. */
export interface Birth {
  kind: number;
  family: number;
  parameter: number;
  /** Raw site. */
  site: number;
}

export interface Thing {
  /** The raw object that stands for all: the one whose NEW was seen first, else the first that was used. */
  object: number;
  /** All raw objects, that one included, by creation. */
  members: number[];
  birth: Birth;
  isPool: boolean;
}

export interface Things {
  /** By creation. */
  things: Thing[];
  /** Raw object → the raw object that stands for it. */
  objectOf: Uint32Array;
  /** Index = raw object: 1 = other processes have it too. */
  isShared: Uint8Array;
  /** What several processes have, by its key: the raw object that stands for it. */
  byKey: ReadonlyMap<string, number>;
}

/** @param processes all of them, by `ProcessTables.index` */
export function thingsOf(raw: RawTables, processes: readonly ProcessTables[], { objects }: Order): Things {
  const byKey = new Map<string, number[]>();
  const things: Thing[] = [];
  const isShared = new Uint8Array(raw.objects.length);
  for (const object of objects) {
    const key = keyOf(object, raw, processes);
    const known = key === undefined ? undefined : byKey.get(key);
    if (known !== undefined) {
      known.push(object);
      continue;
    }
    const members = [object];
    if (key !== undefined) {
      byKey.set(key, members);
      isShared[object] = 1;
    }
    things.push({ object, members, birth: birthOf(object, raw, processes), isPool: false });
  }
  const objectOf = new Uint32Array(raw.objects.length);
  for (const thing of things) describe(thing, raw, processes, objectOf, isShared);
  const standsFor = new Map([...byKey].map(([key, [member]]) => [key, objectOf[member]]));
  return { things, objectOf, isShared, byKey: standsFor };
}

/** What other processes know an object by. A forked child's objects of before the fork have its parent's keys. */
function keyOf(object: number, { objects }: RawTables, processes: readonly ProcessTables[]): string | undefined {
  const id = objects.id[object];
  const own = processes[objects.process[object]];
  if (objects.kind[object] !== 0) return own.sharedKeys.get(id);
  for (const ancestor of lineage(own, processes)) {
    const key = ancestor.sharedKeys.get(id);
    if (key !== undefined) return key;
  }
  return undefined;
}

function birthOf(object: number, { objects }: RawTables, processes: readonly ProcessTables[]): Birth {
  const { process, id, kind, family, parameter, site, likelyKind } = objects;
  for (const ancestor of lineage(processes[process[object]], processes)) {
    const known = ancestor.knownObject(id[object]);
    if (known !== undefined && kind[known] !== 0) {
      return { kind: kind[known], family: family[known], parameter: parameter[known], site: site[known] };
    }
  }
  return { kind: likelyKind[object], family: 0, parameter: 0, site: 0 };
}

function describe(
  thing: Thing,
  raw: RawTables,
  processes: readonly ProcessTables[],
  objectOf: Uint32Array,
  isShared: Uint8Array,
): void {
  const { members } = thing;
  const { objects } = raw;
  const born = members.find((object) => objects.kind[object] !== 0);
  if (born !== undefined && born !== thing.object) {
    thing.object = born;
    thing.birth = birthOf(born, raw, processes);
  }
  for (const object of members) {
    objectOf[object] = thing.object;
    if (members.length > 1 || isShared[members[0]] === 1) isShared[object] = 1;
  }
  const { kind } = thing.birth;
  const isUsed = members.some((object) => objects.isResource[object] === 1);
  thing.isPool = kind >= FIRST_POOL_KIND && kind < FIRST_POOL_KIND + POOL_KINDS.length && !isUsed;
  if (!thing.isPool && kind >= RESOURCE_KINDS.length) thing.birth = { ...thing.birth, kind: 0, family: 0 };
}
