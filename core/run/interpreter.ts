/** Which Python runs the program, and whether it is one that can be traced. */
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { MessageKey, MessageParams } from "../l10n/index";
import { Refusal } from "./refusal";

export interface Interpreter {
  /** As it will be started: a path, or a name that is looked up on PATH. */
  executable: string;
  /** `3.13.0`. */
  version: string;
  /** As `sys.implementation.name` says, in lower case. */
  implementation: string;
  gil: boolean;
  /** `sys.prefix`: tells the interpreters of one installation or virtual environment from others. */
  prefix: string;
  /** Folders of the standard library and of installed packages, those of the installation behind a virtual environment too. */
  libraries: readonly string[];
}

/** Oldest version that the runtime can trace. */
export const OLDEST_PYTHON = [3, 8] as const;

/** An interpreter that says nothing for so long is none. A cold start from a slow disk takes a few seconds. */
const PROBE_TIMEOUT_MS = 30_000;

/** Our lines follow it: a site hook may have printed before. */
const MARK = "raceway-probe";

/**
 * In words that Python 2.7 understands too. A virtual environment's prefix is set by the site module (Lib/site.py, `venv`), which
 * the probe leaves out, so it is found here by the same rule.
 */
const DESCRIBE = `
import sys, os
i = getattr(sys, "implementation", None)
gil = getattr(sys, "_is_gil_enabled", lambda: True)()
name = i.name if i else ("pypy" if hasattr(sys, "pypy_version_info") else "cpython")
bin = os.path.dirname(os.path.abspath(sys.executable))
home = os.path.dirname(bin)
venv = any(os.path.exists(os.path.join(d, "pyvenv.cfg")) for d in (bin, home))
prefix = home if venv else sys.prefix
libraries = [os.path.dirname(os.path.abspath(os.__file__))] if getattr(os, "__file__", None) else []
if sys.version_info >= (3, 3):
    import site
    places = site.getsitepackages(list(dict.fromkeys([prefix, sys.prefix, sys.base_prefix])))
    # On Windows the prefix itself is among them.
    libraries += [each for each in places if os.path.basename(each) in ("site-packages", "dist-packages")]
about = [name, str(int(gil)), prefix] + libraries
sys.stdout.write("\\n".join(["${MARK}", "%d.%d.%d" % sys.version_info[:3]] + about))
`;

const FLAGS = `
import sys
f = sys.flags
flags = [("-I", getattr(f, "isolated", 0)), ("-E", f.ignore_environment), ("-S", f.no_site)]
sys.stdout.write("\\n".join(["${MARK}"] + [n for n, on in flags if on]))
`;

type Environment = Record<string, string | undefined>;
type Answer = { lines: string[] } | { failure: "missing" | "broken" };

/**
 * The interpreter to use: `wanted` (--python), else that of $VIRTUAL_ENV, else `python3`, else `python`. Throws a Refusal that
 * names the reason where none of them can be used.
 */
export async function chooseInterpreter(wanted: string | null, env: Environment): Promise<Interpreter> {
  return wanted === null ? firstUsable([...virtualEnvironment(env), "python3", "python"], env) : describe(wanted, env);
}

/** The first of these that can be used. Throws a Refusal where none can: of the first that is there, why not that one. */
export async function firstUsable(candidates: readonly string[], env: Environment): Promise<Interpreter> {
  let reason: Refusal | null = null;
  for (const candidate of candidates) {
    try {
      return await describe(candidate, env);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // One that exists and will not do tells more than one that does not exist.
      if (error.key !== "run.pythonMissing") reason ??= error;
    }
  }
  throw reason ?? new Refusal("run.noPython", { tried: candidates.join(", ") });
}

function virtualEnvironment({ VIRTUAL_ENV }: Environment): string[] {
  if (!VIRTUAL_ENV) return [];
  return [
    process.platform === "win32" ? join(VIRTUAL_ENV, "Scripts", "python.exe") : join(VIRTUAL_ENV, "bin", "python"),
  ];
}

async function describe(executable: string, env: Environment): Promise<Interpreter> {
  // Without site (-S), so that no hook of the user's installation runs once more than without us.
  const answer = await ask(executable, ["-S", "-c", DESCRIBE], env);
  if ("failure" in answer) {
    throw new Refusal(answer.failure === "missing" ? "run.pythonMissing" : "run.notPython", { executable });
  }
  const [version = "", implementation = "", gil, prefix = "", ...libraries] = answer.lines;
  const [major, minor] = version.split(".").map(Number);
  if (!Number.isInteger(major) || !Number.isInteger(minor)) throw new Refusal("run.notPython", { executable });
  if (implementation !== "cpython") throw new Refusal("run.notCPython", { executable, implementation });
  const [oldestMajor, oldestMinor] = OLDEST_PYTHON;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Refusal("run.pythonTooOld", { executable, version });
  }
  return { executable, version, implementation, gil: gil !== "0", prefix, libraries };
}

/** A phrase of core/l10n, so that it can be said in the user's language and written in English. */
export interface Reason {
  key: MessageKey;
  params: MessageParams;
}

/** Why this interpreter never loaded the runtime. Asked after the run, with the environment of the run. */
export async function whyNeverLoaded(executable: string, env: Environment): Promise<Reason> {
  const answer = await ask(executable, ["-c", FLAGS], env);
  const given = "lines" in answer ? answer.lines : [];
  // -I switches on -E as well; naming it says both.
  const flags = given.includes("-I") ? "-I" : given.join(" ");
  return flags === ""
    ? { key: "run.reason.neverLoaded", params: { executable } }
    : { key: "run.reason.isolated", params: { executable, flags } };
}

/** The lines that the interpreter writes after MARK. */
async function ask(executable: string, words: string[], env: Environment): Promise<Answer> {
  if (statSync(executable, { throwIfNoEntry: false })?.isDirectory()) return { failure: "broken" };
  const asking = promisify(execFile)(executable, words, {
    env: env as NodeJS.ProcessEnv,
    timeout: PROBE_TIMEOUT_MS,
    windowsHide: true,
  });
  // PYTHONINSPECT would keep it waiting for more input.
  asking.child.stdin?.end();
  try {
    const lines = (await asking).stdout.split(/\r?\n/);
    const mark = lines.lastIndexOf(MARK);
    return mark < 0 ? { failure: "broken" } : { lines: lines.slice(mark + 1) };
  } catch (error) {
    return { failure: (error as NodeJS.ErrnoException).code === "ENOENT" ? "missing" : "broken" };
  }
}
