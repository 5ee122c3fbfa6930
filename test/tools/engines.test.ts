import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { satisfies } from "semver";

interface Lockfile {
  packages: Record<string, { dev?: boolean; optional?: boolean; engines?: { node?: string } }>;
}

const { packages }: Lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
const installed = Object.entries(packages).filter(([path]) => path !== "");
const refusing = (version: string, chosen: typeof installed) =>
  chosen.filter(([, { engines }]) => engines?.node && !satisfies(version, engines.node)).map(([path]) => path);

test("everything that is bundled runs on the oldest Node that package.json promises", () => {
  const shipped = installed.filter(([, { dev }]) => !dev);
  assert.ok(shipped.length > 10, "the lockfile lists the packages of d3 and the others");
  assert.deepEqual(refusing("20.0.0", shipped), []);
});

test("every tool of the tests runs on Node 20", () => {
  assert.deepEqual(refusing("20.19.0", installed), []);
});
