import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Loads tools/<name>.mjs as it lies in the repository: bundled into a test it would look for the repository in dist/. */
export function loadTool<Exports>(name: string): Promise<Exports> {
  return import(pathToFileURL(join(process.cwd(), "tools", `${name}.mjs`)).href) as Promise<Exports>;
}
