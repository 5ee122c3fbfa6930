/** ruff (as WebAssembly, so that every machine has the same one) over the Python files, with the settings of pyproject.toml. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";
import { parse } from "smol-toml";
import { ROOT } from "./process.mjs";

const FOLDERS = ["runtime", "samples", "test"];
/** Python that is wrong on purpose. */
const LEFT_ALONE = "test/fixtures/";

/** @returns {{ problems: string[], files: number }} one line for each lint finding and each file that is not formatted */
export function checkPython() {
  const { workspace, ignores } = openWorkspace();
  const files = pythonFiles();
  const problems = files.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const found = workspace.check(text).filter(({ code }) => !isIgnored(ignores, file, code));
    const lines = found.map(
      (d) => `${file}:${d.start_location.row}:${d.start_location.column} ${d.code ?? "syntax"} ${d.message}`,
    );
    // A file with a syntax error cannot be formatted, and its error is in the list already.
    if (found.some(({ code }) => code === null || code === "invalid-syntax")) return lines;
    return workspace.format(text) === text ? lines : [...lines, `${file} is not formatted`];
  });
  return { problems, files: files.length };
}

/**
 * Formats Python files in place.
 * @param {string[]} paths files and folders below the root; none = all
 */
export function formatPython(paths = []) {
  const { workspace } = openWorkspace();
  const chosen = (file) => paths.length === 0 || paths.some((path) => file === path || file.startsWith(`${path}/`));
  for (const file of pythonFiles().filter(chosen)) {
    const text = readFileSync(join(ROOT, file), "utf8");
    const formatted = workspace.format(text);
    if (formatted !== text) writeFileSync(join(ROOT, file), formatted);
  }
}

function openWorkspace() {
  const settings = parse(readFileSync(join(ROOT, "pyproject.toml"), "utf8")).tool.ruff;
  return {
    workspace: new Workspace(settings, PositionEncoding.Utf16),
    ignores: settings.lint["per-file-ignores"] ?? {},
  };
}

/** The workspace is given texts without a path, so the settings for single files are applied here. Patterns end in `*`. */
function isIgnored(ignores, file, code) {
  return Object.entries(ignores).some(
    ([pattern, codes]) =>
      (pattern.endsWith("*") ? file.startsWith(pattern.slice(0, -1)) : file === pattern) &&
      codes.some((prefix) => code?.startsWith(prefix)),
  );
}

function pythonFiles() {
  const below = (folder) =>
    readdirSync(join(ROOT, folder), { recursive: true }).map((name) => `${folder}/${String(name)}`);
  return FOLDERS.flatMap(below)
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".py") && !path.startsWith(LEFT_ALONE))
    .sort();
}
