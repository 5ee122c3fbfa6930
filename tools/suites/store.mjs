/** What is known of each module on each interpreter, kept as it comes, so that a table of hours can be made bit by bit. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../process.mjs";

/** Below node_modules, which git does not know. */
export const CACHE = join(ROOT, "node_modules/.cache/raceway");

/**
 * @typedef {import("./job.mjs").Tested & { code?: string }} Way
 * @typedef {object} Known
 * @property {string} name a module or a package
 * @property {string} python "3.12.1"
 * @property {string} tests whose tests: "" for its own, "3.13.0" where they are another Python's
 * @property {Way | null} untraced
 * @property {Way | null} traced `code`: the version of Raceway that traced it
 * @property {Record<string, import("./compare.mjs").Alone>} alone
 * @property {Record<string, import("./compare.mjs").Verdict>} verdicts of the suspects of `traced`
 */

export class Store {
  #folder;

  /** @param {string} kind "cpython-tests" or "package-tests" @param {string} [cache] */
  constructor(kind, cache = CACHE) {
    this.#folder = join(cache, kind);
  }

  /** @returns {Known} */
  load(name, python, tests = "") {
    try {
      const known = JSON.parse(readFileSync(this.#file(name, python), "utf8"));
      if (known.tests === tests) return known;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
    return { name, python, tests, untraced: null, traced: null, alone: {}, verdicts: {} };
  }

  /** @param {Known} known */
  save(known) {
    const file = this.#file(known.name, known.python);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, `${JSON.stringify(known, null, 1)}\n`);
    renameSync(`${file}.tmp`, file);
  }

  /** @returns {Known[]} */
  all() {
    const names = readdirSync(this.#folder, { recursive: true }).map(String);
    return names
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(this.#folder, name), "utf8")));
  }

  #file(name, python) {
    return join(this.#folder, python, `${name}.json`);
  }
}

/** The commit that last touched what is traced with, `+` where it was changed since. */
export function codeVersion() {
  const git = (...args) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
  const commit = git("log", "-1", "--format=%h", "--", "runtime");
  return git("status", "--porcelain", "--", "runtime") === "" ? commit : `${commit}+`;
}
