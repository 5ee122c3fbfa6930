/** Files that the user asked for: known to be creatable before the program starts, and whole or absent at the end. */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { causeOf, Refusal } from "../core/run/refusal";

export interface OutputFile {
  /** The option that asked for it. */
  option: string;
  path: string;
  /** Where the data goes: `path` with links followed, so that a link stays one. */
  target: string;
  /** Written beside and renamed; false for a device or a pipe, which cannot be replaced. */
  replaces: boolean;
}

/** Throws a Refusal where `path` cannot be created. Leaves nothing behind. */
export function prepareOutput(option: string, path: string): OutputFile {
  try {
    const target = resolveLinks(path);
    const existing = statSync(target, { throwIfNoEntry: false });
    if (existing?.isDirectory()) throw new Refusal("cli.cannotCreate", { option, path }, { cause: "cli.isFolder" });
    const replaces = existing === undefined || existing.isFile();
    if (existing) accessSync(target, constants.W_OK);
    if (replaces) {
      closeSync(openSync(besideOf(target), "wx"));
      rmSync(besideOf(target));
    }
    return { option, path, target, replaces };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("cli.cannotCreate", { option, path, cause: causeOf(error) });
  }
}

/** Refuses two options that would overwrite each other's file. */
export function refuseSameTarget(outputs: readonly OutputFile[]): void {
  const byTarget = new Map<string, OutputFile>();
  for (const output of outputs) {
    const other = byTarget.get(output.target);
    if (other && output.replaces) {
      throw new Refusal("cli.sameOutput", { first: other.option, second: output.option, path: output.path });
    }
    byTarget.set(output.target, output);
  }
}

/** Throws what the file system throws; then the old file, if there was one, is as it was. `data`: all of it, or in parts. */
export function writeOutput({ target, replaces }: OutputFile, data: string | Iterable<string>): void {
  if (!replaces) {
    write(target, data);
    return;
  }
  const beside = besideOf(target);
  try {
    write(beside, data);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function write(path: string, data: string | Iterable<string>): void {
  const file = openSync(path, "w");
  try {
    for (const part of typeof data === "string" ? [data] : data) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** In the same folder, hence on the same file system: only there is a rename atomic. */
function besideOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
}

function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return join(realpathSync(dirname(path)), basename(path));
  }
}
