/** The archived toolkit can be replaced in one place, and costs a page on its own nothing. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ONLY = join("webview", "ui", "toolkit.ts");
const FOLDERS = ["webview", "extension", "core", "cli"];

test("one file imports it or names one of its tags", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  ).filter((path) => /\.(ts|css)$/.test(path));
  assert.ok(files.includes(ONLY));
  // A tag as text, as markup or as a selector; classes (`.vscode-dark`) and variables (`--vscode-…`) are the editor's.
  const tag =
    /(?<![-.\w])vscode-(badge|button|checkbox|data-grid|divider|dropdown|link|option|panel|progress-ring|radio|tag|text-)/;
  const named = files.filter((path) => {
    const text = readFileSync(path, "utf8");
    return text.includes('@vscode/webview-ui-toolkit"') || tag.test(text);
  });
  assert.deepEqual(named, [ONLY]);
});

test("the page itself has nothing of it", () => {
  assert.doesNotMatch(readFileSync("dist/page/page.js", "utf8"), /fast-foundation|FASTElement|vscode-button/);
  assert.match(readFileSync("dist/page/toolkit.js", "utf8"), /vscode-button/);
});
