/** One run of tests by one interpreter, to its end: what dies or hangs is noted and stepped over, what is left over is ended. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { traced } from "./traced.mjs";

/** Longer than any of these tests takes by itself (five minutes), also on a machine that has other things to do. */
const TEST_LIMIT_MS = 900_000;
const LOOK_MS = 500;
/** How long an interpreter has, after SIGABRT, to say where its threads are. */
const LAST_WORDS_MS = 3000;
const MARK = "RACEWAY_SUITE_JOB";
/** Stands for a test where an interpreter died while none ran. */
const BETWEEN = "between two tests";
const LONGEST_REASON = 2000;

/**
 * @typedef {{ outcome: "pass" | "fail" | "skip" | "xfail" | "upass" | "crash" | "hang", why?: string }} Result
 * @typedef {{ results: Record<string, Result>, altered: boolean, problem: string | null, errors: string[] }} Tested
 *   `results`: by test id; `errors`: what the recordings say went wrong in the tracer
 * @typedef {object} Suite
 * @property {string} executable
 * @property {string} prefix `sys.prefix` of it
 * @property {NodeJS.ProcessEnv} env
 * @property {(files: { results: string, only: string | null }) => { args: string[], env?: NodeJS.ProcessEnv }} command
 * @property {string} [cwd] without it, an empty folder that is taken away
 */

/**
 * @param {Suite} suite
 * @param {{ isTraced: boolean, only?: string[], testLimitMs?: number }} options `only`: ids; without it all
 * @returns {Promise<Tested>}
 */
export async function runTests(suite, { isTraced, only = null, testLimitMs = TEST_LIMIT_MS }) {
  const tested = { results: {}, altered: false, problem: null, errors: [] };
  for (let wanted = only; ; ) {
    const part = await runOnce(suite, isTraced, wanted, testLimitMs);
    Object.assign(tested.results, part.results);
    tested.altered ||= part.altered;
    tested.errors = [...new Set([...tested.errors, ...part.errors])];
    const left = part.tests.filter((id) => !(id in tested.results));
    if (part.isUntraced) return { ...tested, problem: "nothing was recorded: this would compare nothing" };
    if (part.isDone) return tested;
    if (part.tests.length === 0 || left.length === part.tests.length) return { ...tested, problem: part.output };
    if (left.length === 0) return tested;
    // The test in which it died has its result; the others get a new process.
    wanted = left;
  }
}

async function runOnce(suite, isTraced, only, testLimitMs) {
  const folder = mkdtempSync(join(tmpdir(), "rw-job-"));
  const files = { results: join(folder, "results"), only: only && join(folder, "only.json") };
  if (only) writeFileSync(files.only, JSON.stringify(only));
  const { args, env: more = {} } = suite.command(files);
  const mark = randomBytes(8).toString("hex");
  const plain = { ...suite.env, ...more, [MARK]: mark };
  const recording = isTraced ? traced(plain, suite.prefix) : null;
  const place = suite.cwd ?? mkdtempSync(join(tmpdir(), "rw-cwd-"));
  const { executable } = suite;
  const env = recording?.env ?? plain;
  const end = await runProcess(executable, args, { env, cwd: place, results: files.results, testLimitMs });
  endMarked(mark);
  const recorded = recording?.end();
  const text = existsSync(files.results) ? readFileSync(files.results, "utf8") : "";
  rmSync(folder, { recursive: true, force: true });
  if (suite.cwd === undefined) rmSync(place, { recursive: true, force: true });
  const isUntraced = recorded?.processes === 0;
  return { ...outcomesIn(text, end), output: end.output, errors: recorded?.errors ?? [], isUntraced };
}

/**
 * Runs until it ends, or until no test has begun or ended for `testLimitMs`.
 * @returns {Promise<{ hung: boolean, output: string }>} the end of what it printed
 */
async function runProcess(executable, args, { env, cwd, results, testLimitMs }) {
  // A group of its own: tests signal theirs, and so do we.
  const child = spawn(executable, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  const keep = (text) => {
    output = (output + text).slice(-LONGEST_REASON);
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(keep(String(error))));
    // Not `close`: a child that it left behind may hold its pipes.
    child.on("exit", (code, signal) => resolve(keep(`\nexit: ${signal ?? code}`)));
  });
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  let hung = false;
  let seenBytes = 0;
  let seenMs = performance.now();
  while (!isOver) {
    await Promise.race([ended, delay(LOOK_MS)]);
    const bytes = existsSync(results) ? statSync(results).size : 0;
    if (bytes !== seenBytes) [seenBytes, seenMs] = [bytes, performance.now()];
    if (isOver || performance.now() - seenMs < testLimitMs) continue;
    hung = true;
    child.kill("SIGABRT");
    await Promise.race([ended, delay(LAST_WORDS_MS)]);
    child.kill("SIGKILL");
    await ended;
  }
  killGroup(child.pid);
  child.stdout.destroy();
  child.stderr.destroy();
  return { hung, output };
}

/**
 * @param {string} text lines as raceway_suite writes them; the last one may be cut
 * @param {{ hung: boolean, output: string }} end
 */
export function outcomesIn(text, { hung, output }) {
  const tests = [];
  const results = {};
  let running = null;
  let [isDone, altered] = [false, false];
  for (const line of text.split("\n").slice(0, -1)) {
    const row = JSON.parse(line);
    if (row.tests) tests.push(...row.tests);
    else if (row.start) running = row.start;
    else if (row.end) {
      running = null;
      // Of two tests of one name the worse one counts.
      if (!isBad(results[row.end])) results[row.end] = { outcome: row.outcome, ...(row.why ? { why: row.why } : {}) };
    } else if (row.done) [isDone, altered] = [true, row.altered];
  }
  if (!isDone && tests.length > 0) results[running ?? BETWEEN] = { outcome: hung ? "hang" : "crash", why: output };
  return { tests, results, isDone, altered };
}

/** @param {Result | undefined} result */
export function isBad(result) {
  return result !== undefined && ["fail", "upass", "crash", "hang"].includes(result.outcome);
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of it is left.
  }
}

/** Ends whatever still runs with the environment of a job, also what made a session of its own. Only where /proc tells. */
function endMarked(mark) {
  if (!existsSync("/proc/self/environ")) return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${MARK}=${mark}`))
        process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended by itself, or is another user's.
    }
  }
}
