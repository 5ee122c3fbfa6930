/**
 * Makes dist/raceway.vsix, the extension as people install it. Offline, in seconds.
 *
 * What goes in is laid out below dist/package first, so that nothing can slip in by a forgotten line of an ignore list; the
 * list is CONTENTS, and test/tools/package.test.ts holds the package to it.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureBuilt } from "./ensure.mjs";
import { readmeForEditor } from "./package-readme.mjs";
import { ExpectedError, ROOT, run } from "./process.mjs";

export const VSIX = join(ROOT, "dist/raceway.vsix");
export const STAGE = join(ROOT, "dist/package");

/** Files and folders of the repository; of a folder, what `take` lets through. */
const CONTENTS = [
  { path: "dist/extension.cjs" },
  { path: "dist/trace-worker.cjs" },
  { path: "dist/page", take: /\.(js|css|ttf)$/ },
  { path: "runtime", take: /\.py$/ },
  { path: "extension/assets", take: /\.(png|svg|sh)$/ },
  { path: "package.nls.json" },
  { path: "package.nls.zh-cn.json" },
  { path: "CHANGELOG.md" },
  { path: "LICENSE" },
];
/** Fields of package.json that concern the repository or the command line, not the extension. */
const NOT_THE_EXTENSIONS = ["type", "bin", "files", "scripts", "dependencies", "devDependencies"];

/** Makes the package anew. @returns {Promise<string>} its path */
export async function makePackage() {
  await ensureBuilt();
  for (const old of [STAGE, VSIX]) rmSync(old, { recursive: true, force: true });
  for (const content of CONTENTS) stage(content);
  const manifest = manifestOf(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
  writeFileSync(join(STAGE, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(STAGE, "README.md"), readmeForEditor(readFileSync(join(ROOT, "README.md"), "utf8")));
  const vsce = join(ROOT, "node_modules/@vscode/vsce/vsce");
  // Nothing to rewrite: README.md has no link into the repository left.
  const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", VSIX];
  const { code, output } = await run(process.execPath, [vsce, "package", ...flags], { cwd: STAGE });
  if (code !== 0) throw new ExpectedError(`${output}\nvsce could not make the package. See above.`);
  return VSIX;
}

function stage({ path, take }) {
  const from = join(ROOT, path);
  if (!existsSync(from)) throw new ExpectedError(`${path} is missing, and the package needs it.`);
  mkdirSync(dirname(join(STAGE, path)), { recursive: true });
  const filter = (file) => statSync(file).isDirectory() || !take || take.test(file);
  cpSync(from, join(STAGE, path), { recursive: true, filter });
}

function manifestOf(manifest) {
  const { node: _, ...engines } = manifest.engines;
  const kept = Object.entries(manifest).filter(([field]) => !NOT_THE_EXTENSIONS.includes(field));
  return { ...Object.fromEntries(kept), engines };
}
