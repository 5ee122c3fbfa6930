/** What a command reads must not be what it writes: a slip of the hand would cost the user the program, or the trace. */
import { realpathSync, statSync } from "node:fs";
import { extname, relative, sep } from "node:path";
import { moduleOf, modulePath } from "../core/run/module-path";
import { Refusal } from "../core/run/refusal";
import type { OutputFile } from "./output-files";

export interface Inputs {
  /** Files and folders, as the user named them. Those that do not exist do no harm here. */
  paths: readonly string[];
  /** May a new file, or one of our own kinds, be put into a folder of `paths`? */
  folderTakesOutputs: boolean;
}

/** Endings of what we write: a report of an earlier run beside the program may be replaced. */
const OWN_KINDS = new Set([".json", ".html", ".sarif", ".raceway"]);

/** The script, or the files of a module as far as they can be found without running code. */
export function programInputs(script: string | null, words: readonly string[], env = process.env): Inputs {
  const module = moduleOf(words);
  const path = script ?? (module === null ? null : modulePath(module.name, env));
  return { paths: path === null ? [] : [path], folderTakesOutputs: true };
}

/** A saved trace, or a recording folder, in which nothing but the recording has a place. */
export function traceInputs(path: string): Inputs {
  return { paths: [path], folderTakesOutputs: false };
}

/** Throws a Refusal where an output is an input: by path, through links, or as another name of the same file. */
export function refuseInputs(outputs: readonly OutputFile[], { paths, folderTakesOutputs }: Inputs): void {
  for (const { option, path, target } of outputs) {
    const input = paths.find((each) => isSameFile(each, target) || isPartOf(each, target, folderTakesOutputs));
    if (input !== undefined) throw new Refusal("cli.outputIsInput", { option, path, input });
  }
}

function isSameFile(path: string, target: string): boolean {
  const [one, other] = [path, target].map((each) => statSync(each, { throwIfNoEntry: false, bigint: true }));
  return one?.isFile() === true && one.ino === other?.ino && one.dev === other?.dev;
}

/** `target` has no links in it. */
function isPartOf(folder: string, target: string, takesOutputs: boolean): boolean {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  const way = relative(realpathSync(folder), target);
  if (way === ".." || way.startsWith(`..${sep}`)) return false;
  const exists = statSync(target, { throwIfNoEntry: false }) !== undefined;
  return !takesOutputs || (exists && !OWN_KINDS.has(extname(target)));
}
