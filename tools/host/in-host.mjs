/**
 * Runs the suites of test/host/in-host inside VS Code's extension host, by @vscode/test-electron.
 *
 * Linux on x64 has a VS Code from the npm registry (shim.mjs), so nothing else is downloaded. Elsewhere test-electron
 * downloads the desktop program. RACEWAY_DESKTOP_VSCODE decides otherwise: a path = this executable, a version such as
 * 1.100.0 or `stable` = download that one.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countTap } from "../node-tests.mjs";
import { ExpectedError, ROOT, run } from "../process.mjs";
import { ensureServer, whyNoServer } from "./install.mjs";

const LONGEST_MS = 300_000;

/** @param {string} extension its folder @returns {Promise<import("../test.mjs").Outcome>} */
export async function runInHostTests(extension) {
  const executable = await vscodeExecutable();
  const folder = mkdtempSync(join(tmpdir(), "raceway-in-host-"));
  try {
    const workspace = join(folder, "samples");
    cpSync(join(ROOT, "samples"), workspace, { recursive: true });
    await saveTrace(join(workspace, "locked_counter.py"), join(workspace, "saved.raceway"));
    const options = {
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: [extension, join(ROOT, "test/host/fixtures/python-extension")],
      extensionTestsPath: join(ROOT, "dist/test/host/in-host.cjs"),
      launchArgs: [workspace, "--disable-extensions", `--user-data-dir=${join(folder, "user")}`],
    };
    // A process of its own: runTests writes what the suite prints to stdout, which is this script's.
    const code = `import { runTests } from "@vscode/test-electron"; await runTests(${JSON.stringify(options)});`;
    const result = await run(process.execPath, ["--input-type=module", "-e", code], { timeoutMs: LONGEST_MS });
    return countTap(result.code, result.output, result.output);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A trace as the command line saves it, for the suites to open. */
async function saveTrace(program, file) {
  const args = [join(ROOT, "dist/cli.js"), "run", "--quiet", "--trace", file, program];
  const { code, output } = await run(process.execPath, args, { timeoutMs: 60_000 });
  if (code !== 0) throw new ExpectedError(`${output}\n${program} could not be traced.`);
}

async function vscodeExecutable() {
  const wanted = process.env.RACEWAY_DESKTOP_VSCODE;
  if (!wanted && whyNoServer() === null) {
    await ensureServer();
    return fileURLToPath(new URL("shim.mjs", import.meta.url));
  }
  if (wanted && existsSync(wanted)) return wanted;
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  return downloadAndUnzipVSCode({ version: wanted || "stable", timeout: 30_000 }).catch((error) => {
    throw new ExpectedError(
      `VS Code could not be downloaded (${error.message}). Install it and set RACEWAY_DESKTOP_VSCODE to its executable.`,
    );
  });
}
