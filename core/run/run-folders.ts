/** Which folders are a run's own: files in them open from its timeline without asking. */
import { dirname, isAbsolute } from "node:path";
import type { Interpreter } from "./interpreter";

/**
 * Those of the script, the working folder and the interpreter's libraries. Never the interpreter's prefix: that may be all of
 * `/usr`, or somebody's home.
 */
export function runFolders(script: string, cwd: string, { libraries }: Pick<Interpreter, "libraries">): string[] {
  return [...new Set([dirname(script), cwd, ...libraries])].filter((folder) => isAbsolute(folder));
}
