/** Packages of PyPI for the tests: without them nothing fails, and the reason is told in one line. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { loadTool } from "./load";

type Packages = typeof import("../../tools/python-packages.mjs");

const { packagesEnvironment } = await loadTool<Packages>("python-packages");
const CACHE = "node_modules/.cache/raceway";

/** A stand-in for an interpreter, of a version that no other test asks for: a shell script, so not on Windows. */
function python(t: { after: (action: () => void) => void }, patch: number, script: string) {
  const folder = mkdtempSync(join(tmpdir(), "raceway-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const executable = join(folder, "python");
  writeFileSync(executable, `#!/bin/sh\n${script}\n`);
  chmodSync(executable, 0o755);
  return { name: "3.0", version: [3, 0, patch], executable };
}

const skip = process.platform === "win32" && "the stand-in is a shell script";

test("an interpreter without pip, or without a network, says why there are no packages", { skip }, async (t) => {
  for (const [patch, script, reason] of [
    [1, "echo '/usr/bin/python3: No module named pip' >&2; exit 1", "/usr/bin/python3: No module named pip"],
    [2, "echo 'ERROR: No matching distribution found'; echo 'notice: bye'; exit 1", "No matching distribution found"],
  ] as const) {
    const env = await packagesEnvironment(python(t, patch, script));
    assert.deepEqual(env, { RACEWAY_TEST_PACKAGES_MISSING: `no packages from PyPI: ${reason}` });
  }
  const left = existsSync(CACHE) ? readdirSync(CACHE).filter((name) => name.startsWith("python-3.0.")) : [];
  assert.deepEqual(left, [], "nothing half-made is left");
});

test("what was installed once is used from then on", { skip }, async (t) => {
  const installs = python(t, 3, 'while [ "$1" != --target ]; do shift; done; mkdir -p "$2"');
  const first = await packagesEnvironment(installs);
  const folder = first.RACEWAY_TEST_PACKAGES ?? "";
  t.after(() => rmSync(dirname(folder), { recursive: true }));
  assert.ok(existsSync(folder) && folder.endsWith("site-packages"), folder);
  writeFileSync(installs.executable, "#!/bin/sh\nexit 1\n");
  assert.deepEqual(await packagesEnvironment(installs), first);
});
