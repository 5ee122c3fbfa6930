/** Small rules about the repository itself that no other tool knows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./process.mjs";

const README_LINES = 15;
const LOCKFILES = ["package-lock.json", "test/host/package-lock.json"];
const NOT_OURS = new Set(["node_modules", "dist", "__pycache__"]);

/** Their folders are parts of the architecture; those of tests mirror them. */
const PARTS = ["core", "cli", "extension", "runtime", "tools"];

function foldersIn(path) {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !NOT_OURS.has(entry.name))
    .map(({ name }) => join(path, name));
}

/** Every folder at the top, and each below that holds what we ship, says in at most 15 lines what lives in it, what may not, and where to begin. */
export function checkReadmes() {
  const top = foldersIn("");
  const parts = PARTS.flatMap((folder) => foldersIn(folder));
  return [...top, ...parts].flatMap((folder) => {
    const readme = join(ROOT, folder, "README.md");
    if (!existsSync(readme)) return [`${folder}/README.md is missing`];
    const lines = readFileSync(readme, "utf8").trimEnd().split("\n").length;
    return lines <= README_LINES ? [] : [`${folder}/README.md has ${lines} lines, at most ${README_LINES} are read`];
  });
}

/** A lockfile holds names, versions and hashes; an address in it would tie every clone to one machine's registry. */
export function checkLockfiles() {
  return LOCKFILES.filter((file) => readFileSync(join(ROOT, file), "utf8").includes('"resolved": "http')).map(
    (file) => `${file} carries registry addresses: make it anew by npm install --package-lock-only beside its .npmrc`,
  );
}

/** Every link in a Markdown file that does not leave the repository leads to a file. */
export function checkLinks() {
  return markdownFiles().flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8").replace(/```.*?```|`[^`\n]*`/gs, "");
    const targets = [...text.matchAll(/(?:\]\(|src="|srcset=")([^)"\s#]+)/g)].map((match) => match[1]);
    return targets
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(ROOT, dirname(file), target)))
      .map((target) => `${file} links to ${target}, which is not there`);
  });
}

function markdownFiles() {
  const entries = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => !NOT_OURS.has(name));
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap(({ name }) => readdirSync(join(ROOT, name), { recursive: true }).map((path) => join(name, String(path))));
  return [...entries.filter((entry) => entry.isFile()).map(({ name }) => name), ...below].filter((path) =>
    path.endsWith(".md"),
  );
}
