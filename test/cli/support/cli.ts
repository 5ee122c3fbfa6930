/** The built command line, run as a user runs it. Tests start in the repository's root. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import * as v from "valibot";
import { type Report, reportSchema } from "../../../core/report/schema";

export const CLI = resolve("dist/cli.js");

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A folder for one test, with what it needs to run programs in. Gone after the test. */
export class Workplace {
  readonly folder: string;
  /** Recordings are made here: empty when no run is on. */
  readonly recordings: string;
  env: NodeJS.ProcessEnv;
  readonly #beforeRemoval: (() => void)[] = [];

  constructor(context: TestContext) {
    this.folder = mkdtempSync(join(tmpdir(), "raceway-test-"));
    this.recordings = join(this.folder, "recordings");
    mkdirSync(this.recordings);
    const { LC_ALL, LC_MESSAGES, PYTHONPATH, RACEWAY_RECORDING, VIRTUAL_ENV, ...env } = process.env;
    // Rewritten programs are kept in the user's cache folder; a test's are nobody's.
    const XDG_CACHE_HOME = `${this.recordings}-cache`;
    this.env = { ...env, LANG: "C.UTF-8", RACEWAY_DIR: this.recordings, XDG_CACHE_HOME, PYTHONDONTWRITEBYTECODE: "1" };
    context.after(() => {
      for (const action of this.#beforeRemoval) action();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  beforeRemoval(action: () => void): void {
    this.#beforeRemoval.push(action);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file; a text that begins with `#!` can be started. */
  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    if (text.startsWith("#!")) chmodSync(this.path(name), 0o755);
    return this.path(name);
  }

  /** Starts the command line. Its standard input is empty. */
  start(words: readonly string[], options: SpawnOptions = {}): Running {
    return new Running(process.execPath, [CLI, ...words], { cwd: this.folder, env: this.env, ...options });
  }

  /** Runs it to its end. */
  raceway(...words: string[]): Promise<Ended> {
    return this.start(words).ended;
  }

  /** The same program as `raceway run`, without us. */
  python(...words: string[]): Promise<Ended> {
    return new Running("python3", words, { cwd: this.folder, env: this.env }).ended;
  }

  /** Reads a report and holds it to its schema. */
  report(name = "report.json"): Report {
    return v.parse(reportSchema, JSON.parse(readFileSync(this.path(name), "utf8")));
  }

  /** What runs left behind. */
  leftovers(): string[] {
    return readdirSync(this.recordings);
  }
}

/** A process whose output is collected while it runs. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";
  #onOutput: (() => void)[] = [];

  constructor(executable: string, words: readonly string[], options: SpawnOptions) {
    this.child = spawn(executable, words, { stdio: ["ignore", "pipe", "pipe"], ...options });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#notify();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#notify();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", (code, signal) => {
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr });
        this.#notify();
      });
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("it was not started");
    return this.child.pid;
  }

  /** Waits until `text` is in its output. Fails when it ends without. */
  async says(text: string, stream: "stdout" | "stderr" = "stdout"): Promise<void> {
    const output = () => (stream === "stdout" ? this.#stdout : this.#stderr);
    while (!output().includes(text)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        await this.ended;
        if (output().includes(text)) return;
        throw new Error(`It ended without saying "${text}":\n${this.#stdout}${this.#stderr}`);
      }
      await new Promise<void>((resolve) => this.#onOutput.push(resolve));
    }
  }

  #notify(): void {
    for (const resolve of this.#onOutput.splice(0)) resolve();
  }
}

/** True while a process of this number lives; one that ended and was not yet waited for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
