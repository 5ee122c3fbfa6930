/** The parts of `npm test` that need VS Code. They run one after the other, in this order. */
import { existsSync } from "node:fs";
import { runNodeTests } from "../node-tests.mjs";
import { makePackage, STAGE, VSIX } from "../vsix.mjs";
import { runInHostTests } from "./in-host.mjs";
import { ensureServer, whyNoServer } from "./install.mjs";

/** @returns {import("../test.mjs").Part[]} */
export function hostParts() {
  return [
    { name: "package", run: packageIt },
    { name: "test/host inside VS Code", run: () => ifPackaged(() => runInHostTests(STAGE)) },
    { name: "test/host at the window", run: () => ifPackaged(atTheWindow) },
  ];
}

async function packageIt() {
  await makePackage();
  return { passed: 1, failed: 0, skips: [], details: "" };
}

/** The package's own failure has been told; without it there is nothing to try. */
async function ifPackaged(tests) {
  if (existsSync(VSIX)) return tests();
  return { passed: 0, failed: 1, skips: [], details: "Not run: there is no package." };
}

async function atTheWindow() {
  // Said aloud, not hidden: the suites inside VS Code run everywhere, those at its window want the server.
  const problem = whyNoServer();
  if (problem) return { passed: 0, failed: 0, skips: [problem], details: "" };
  await ensureServer();
  return runNodeTests("host", { RACEWAY_VSIX: VSIX });
}
