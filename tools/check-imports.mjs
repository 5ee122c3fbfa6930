/**
 * Who may import whom. `check()` gives one line for each import that the table does not allow.
 *
 *   extension ──┐
 *   cli ────────┼──→ core ──→ nothing of ours
 *   webview ────┘    (webview: only the parts without Node, below)
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { ROOT } from "./process.mjs";

/** The parts of core that also run in a browser: no module of Node's in them. */
const BROWSER_CORE = [
  "core/layout",
  "core/protocol",
  "core/trace",
  "core/analysis/finding",
  "core/analysis/finding-groups",
  "core/l10n",
  "core/units",
];
/** The parts of core that read and write files and run the sockets. */
const NODE_CORE = ["core/collect", "core/export", "core/run"];

/**
 * The first row whose `in` is the file's folder decides. `ours`: paths below the root, a folder standing for all in it.
 * `node`: true = every module of Node's, else a list. `packages`: names, `*` at the end matches the rest.
 */
const RULES = [
  { in: NODE_CORE, ours: ["core"], node: true, packages: ["fflate", "valibot", "@lezer/*"] },
  { in: BROWSER_CORE, ours: BROWSER_CORE, node: [], packages: ["valibot"] },
  // Paths are compared there, as the system writes them; no file is touched.
  { in: ["core/editor"], ours: ["core"], node: ["node:path"], packages: ["@lezer/*"] },
  { in: ["core"], ours: ["core"], node: [], packages: ["valibot", "@lezer/*"] },
  { in: ["cli"], ours: ["cli", "core", "package.json"], node: true, packages: ["commander", "picocolors"] },
  { in: ["extension"], ours: ["extension", "core"], node: true, packages: ["vscode", "@vscode/*", "shlex"] },
  // Archived by its makers: kept where one file can replace it.
  { in: ["webview/ui/toolkit"], ours: ["webview"], node: [], packages: ["@vscode/webview-ui-toolkit"] },
  {
    in: ["webview"],
    ours: ["webview", ...BROWSER_CORE],
    node: [],
    packages: ["d3", "d3-*", "fflate", "raceway:worker"],
  },
  {
    in: ["test"],
    ours: [
      "test",
      "core",
      "cli",
      "extension",
      "webview",
      "tools",
      "package.json",
      "package.nls.json",
      "package.nls.zh-cn.json",
    ],
    node: true,
    packages: ["*"],
  },
];

/** @returns {{ problems: string[], files: number }} */
export function checkImports() {
  const files = RULES.flatMap((rule) => rule.in.filter((folder) => !folder.includes("/"))).flatMap(sourcesBelow);
  const read = (file) => readFileSync(join(ROOT, file), "utf8");
  return { problems: files.flatMap((file) => checkFile(file, read(file))), files: files.length };
}

function sourcesBelow(folder) {
  const names = readdirSync(join(ROOT, folder), { recursive: true });
  return names.map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`).filter((path) => path.endsWith(".ts"));
}

/**
 * @param {string} file its path below the root, with `/`
 * @param {string} text what is in it
 * @returns {string[]} one line for each import that may not be
 */
export function checkFile(file, text) {
  const rule = RULES.find((row) => row.in.some((folder) => isBelow(file, folder)));
  const imports = ts.preProcessFile(text, true, true).importedFiles;
  return imports
    .filter(({ fileName }) => !isAllowed(fileName, file, rule))
    .map(({ fileName, pos }) => `${file}:${lineOf(text, pos)} may not import "${fileName}" (tools/check-imports.mjs)`);
}

function isAllowed(name, file, rule) {
  if (name.startsWith(".")) {
    const target = relative(ROOT, join(ROOT, dirname(file), name)).replaceAll("\\", "/");
    return rule.ours.some((folder) => isBelow(target, folder));
  }
  if (name.startsWith("node:")) return rule.node === true || rule.node.includes(name);
  return rule.packages.some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`),
  );
}

/** Is `path` the folder or file (with or without its ending) `folder`, or in it? */
function isBelow(path, folder) {
  return path === folder || path === `${folder}.ts` || path.startsWith(`${folder}/`);
}

function lineOf(text, position) {
  return text.slice(0, position).split("\n").length;
}
