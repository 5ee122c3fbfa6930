/** What makes an interpreter record, as `raceway run` would: PYTHONPATH, and a recording folder that nobody reads. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "../process.mjs";

/** That of `raceway run` (cli/arguments.ts). */
const BUDGET_BYTES = 2 ** 30;

/** Everything of the caller's environment but his settings of Python, with `pythonPath` as its only search path. */
export function plainEnvironment(pythonPath = []) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("PYTHON") && !name.startsWith("RACEWAY")),
  );
  if (pythonPath.length > 0) env.PYTHONPATH = pythonPath.join(delimiter);
  return env;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} prefix `sys.prefix` of the interpreters to trace
 * @returns {{ env: NodeJS.ProcessEnv, end: () => Recorded }} `end` takes the recording away
 *
 * @typedef {{ processes: number, errors: string[] }} Recorded `errors`: what the recording says went wrong in the tracer
 */
export function traced(env, prefix) {
  const folder = mkdtempSync(join(tmpdir(), "raceway-suite-"));
  const write = (open) => {
    const run = { version: 1, open, children: "same", budgetBytes: BUDGET_BYTES, prefix, races: "on" };
    writeFileSync(join(folder, "run.json"), JSON.stringify(run), { mode: 0o600 });
  };
  write(true);
  const inject = join(ROOT, "runtime/inject");
  const path = env.PYTHONPATH ? `${inject}${delimiter}${env.PYTHONPATH}` : inject;
  const end = () => {
    write(false);
    const recorded = recordedIn(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    return recorded;
  };
  return { env: { ...env, PYTHONPATH: path, RACEWAY_RECORDING: folder }, end };
}

/** @returns {Recorded} */
function recordedIn(folder) {
  const metas = readdirSync(folder)
    .map((name) => join(folder, name, "meta.jsonl"))
    .filter(existsSync);
  return {
    processes: metas.length,
    errors: [...new Set(metas.flatMap((meta) => errorsIn(readFileSync(meta, "utf8"))))],
  };
}

/** Notes of level `error` (docs/trace-format.md). The last line of a process that was killed may be cut. */
export function errorsIn(text) {
  const lines = text.split("\n").filter((line) => line.startsWith('{"k":"note"') || line.startsWith('{"k": "note"'));
  return lines.flatMap((line) => {
    try {
      const { level, about, text: what } = JSON.parse(line);
      return level === "error" ? [`${about}: ${what}`] : [];
    } catch {
      return [];
    }
  });
}
