/** Where the code of `-m MODULE` lies, as far as the file system tells. */
import { statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** MODULE of `-m MODULE` or `-mMODULE`, and how many words these are; null where the words begin with a script. */
export function moduleOf([first = "", second = ""]: readonly string[]): { name: string; words: number } | null {
  if (first === "-m") return { name: second, words: 2 };
  return first.startsWith("-m") ? { name: first.slice(2), words: 1 } : null;
}

/**
 * The file that Python will run for it: `MODULE/__main__.py` of a package, else `MODULE.py`, in the working folder, then in
 * $PYTHONPATH; Python looks there first. Null for modules of other places: only an import would tell, and that runs code.
 */
export function modulePath(name: string, env: NodeJS.ProcessEnv, cwd = process.cwd()): string | null {
  if (!/^[^./\\]+(\.[^./\\]+)*$/.test(name)) return null;
  const parts = name.split(".");
  const folders = [cwd, ...(env.PYTHONPATH ?? "").split(delimiter).filter((folder) => folder !== "")];
  for (const folder of folders) {
    const base = resolve(cwd, folder, ...parts);
    const found = [join(base, "__main__.py"), `${base}.py`].find((path) => isFile(path));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * `sys.argv` as the program sees it: for a module its file comes first; `-m`, MODULE where only an import would tell the file.
 * A path as given for a script.
 */
export function argvOf(words: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const module = moduleOf(words);
  if (module === null) return [...words];
  const path = modulePath(module.name, env);
  return [...(path === null ? ["-m", module.name] : [path]), ...words.slice(module.words)];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
