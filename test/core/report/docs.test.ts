/** docs/report.md is the contract: it names every field of the schema. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { reportSchema } from "../../../core/report/schema";

/** Names of all fields, of objects within objects and lists too. */
function fieldsOf(schema: unknown, found = new Set<string>()): Set<string> {
  const { entries, item, wrapped, pipe } = schema as Record<string, unknown>;
  for (const [name, entry] of Object.entries((entries ?? {}) as object)) {
    found.add(name);
    fieldsOf(entry, found);
  }
  if (item) fieldsOf(item, found);
  if (wrapped) fieldsOf(wrapped, found);
  // A pipe is itself its first schema: only what follows could hold more.
  for (const step of (pipe as unknown[] | undefined)?.slice(1) ?? []) fieldsOf(step, found);
  return found;
}

/** Of pools, which are empty in this version: described when they are built. */
const LATER = [
  "workers",
  "startedWorkers",
  "tasks",
  "submitted",
  "completed",
  "failed",
  "cancelled",
  "chunks",
  "utilization",
  "queueWaitNs",
  "runNs",
];

test("every field of the report is described", () => {
  const text = readFileSync("docs/report.md", "utf8");
  const fields = fieldsOf(reportSchema);
  assert.ok(fields.size > 60, "the walk over the schema found too little");
  const missing = [...fields].filter((name) => !LATER.includes(name) && !new RegExp(`\\b${name}\\b`).test(text));
  assert.deepEqual(missing, []);
});
