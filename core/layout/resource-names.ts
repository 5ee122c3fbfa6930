/** Names of resources as they are shown: those that bear the same one are numbered in the order of their creation. */
import type { Resource } from "../trace/types";
import type { ResourceIndex } from "../units";

/** `Account.lock #1`, `Account.lock #2`. `shown`: the resources that have a row; the others are not counted. */
export function resourceNames(
  resources: readonly Pick<Resource, "name" | "createdNs">[],
  shown: readonly ResourceIndex[],
): string[] {
  const names = resources.map(({ name }) => name);
  const namesakes = new Map<string, ResourceIndex[]>();
  for (const resource of shown) {
    const same = namesakes.get(names[resource]);
    if (same) same.push(resource);
    else namesakes.set(names[resource], [resource]);
  }
  for (const [name, same] of namesakes) {
    if (same.length === 1) continue;
    same.sort((a, b) => resources[a].createdNs - resources[b].createdNs || a - b);
    same.forEach((resource, i) => {
      names[resource] = `${name} #${i + 1}`;
    });
  }
  return names;
}
