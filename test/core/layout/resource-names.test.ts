/** Resources of one name are told apart by the order of their creation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceNames } from "../../../core/layout/resource-names";

const made = (name: string, createdNs: number) => ({ name, createdNs });

test("namesakes that are shown are numbered as they were created; the others keep their names", () => {
  const resources = [made("lock", 30), made("queue", 5), made("lock", 10), made("lock", 20)];
  assert.deepEqual(resourceNames(resources, [0, 1, 2]), ["lock #2", "queue", "lock #1", "lock"]);
});

test("created at the same moment: in the order of their rows", () => {
  assert.deepEqual(resourceNames([made("a", 0), made("a", 0)], [1, 0]), ["a #1", "a #2"]);
});

test("alone with its name among those that are shown", () => {
  assert.deepEqual(resourceNames([made("a", 0), made("a", 1)], [1]), ["a", "a"]);
});
