/** What people install: exactly what the extension needs, and nothing of the repository around it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { unzipSync } from "fflate";
import { loadTool } from "./load";

const ALLOWED = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|package\.nls(\.zh-cn)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/dist\/(extension|trace-worker)\.cjs$/,
  /^extension\/dist\/page\/[\w-]+\.(js|css|ttf)$/,
  /^extension\/extension\/assets\/([\w-]+\.(png|svg)|run-in-terminal\.sh)$/,
  /^extension\/runtime\/(_raceway|inject)\/([a-z]+\/)?\w+\.py$/,
];
const NEEDED = [
  "extension/package.json",
  "extension/package.nls.zh-cn.json",
  "extension/dist/extension.cjs",
  "extension/dist/trace-worker.cjs",
  "extension/dist/page/page.js",
  "extension/dist/page/page.css",
  "extension/extension/assets/run-in-terminal.sh",
  "extension/runtime/inject/sitecustomize.py",
  "extension/runtime/_raceway/bootstrap.py",
  "extension/LICENSE.txt",
  "extension/readme.md",
  "extension/changelog.md",
];

let files: Record<string, Uint8Array>;
const text = (name: string) => new TextDecoder().decode(files[name]);

before(async () => {
  const { makePackage } = await loadTool<typeof import("../../tools/vsix.mjs")>("vsix");
  files = unzipSync(readFileSync(await makePackage()));
});

test("nothing is in the package that the extension does not need", () => {
  assert.deepEqual(
    Object.keys(files).filter((name) => !ALLOWED.some((pattern) => pattern.test(name))),
    [],
  );
});

test("everything that the extension needs is in the package", () => {
  assert.deepEqual(
    NEEDED.filter((name) => !(name in files)),
    [],
  );
});

test("the package names no script and no dependency to install", () => {
  const manifest = JSON.parse(text("extension/package.json"));
  for (const field of ["scripts", "dependencies", "devDependencies", "bin", "files"])
    assert.ok(!(field in manifest), field);
  assert.ok(`extension/${manifest.main.replace("./", "")}` in files, "what `main` names is there");
  assert.ok(`extension/${manifest.icon}` in files, "the icon is there");
});

test("its README speaks of the extension, with nothing in it that only a clone could show", () => {
  const readme = text("extension/readme.md");
  assert.match(readme, /Run with concurrency trace/);
  assert.doesNotMatch(readme, /npm |<img|<picture|clone/);
  const targets = [...readme.matchAll(/\]\(([^)]+)/g)].map(([, target]) => target);
  assert.deepEqual(
    targets.filter((target) => !/^(https:|#)/.test(target)),
    [],
  );
});

test("every local file that a style sheet of the page asks for is in the package", () => {
  const pages = Object.keys(files).filter((name) => name.endsWith(".css"));
  for (const page of pages)
    for (const [, target] of text(page).matchAll(/url\(["']?(?!data:)([^"')?#]+)/g))
      assert.ok(new URL(target, `file:///${page}`).pathname.slice(1) in files, `${page} wants ${target}`);
});
