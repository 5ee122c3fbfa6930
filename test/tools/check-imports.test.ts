import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTool } from "./load";

const { checkFile } = await loadTool<{ checkFile(file: string, text: string): string[] }>("check-imports");

const FORBIDDEN: [file: string, imported: string][] = [
  ["core/analysis/rule.ts", "vscode"],
  ["core/analysis/rule.ts", "node:fs"],
  ["core/analysis/rule.ts", "../../cli/main"],
  ["core/layout/columns.ts", "../collect/reader"],
  ["core/layout/columns.ts", "node:path"],
  ["core/units.ts", "d3"],
  ["cli/main.ts", "../webview/main"],
  ["cli/main.ts", "vscode"],
  ["extension/activate.ts", "../webview/main"],
  ["webview/main.ts", "../extension/activate"],
  ["webview/main.ts", "../core/collect/reader"],
  ["webview/main.ts", "node:fs"],
  ["webview/main.ts", "some-package"],
];

const ALLOWED: [file: string, imported: string][] = [
  ["core/analysis/rule.ts", "../units"],
  ["core/collect/reader.ts", "node:fs/promises"],
  ["core/export/saved.ts", "fflate"],
  ["cli/main.ts", "../core/report/report"],
  ["cli/main.ts", "node:child_process"],
  ["extension/activate.ts", "vscode"],
  ["webview/main.ts", "../core/layout/columns"],
  ["webview/main.ts", "d3"],
  ["webview/worker/main.ts", "../../core/units"],
];

for (const [file, imported] of FORBIDDEN) {
  test(`${file} may not import ${imported}`, () => {
    assert.equal(checkFile(file, `import "${imported}";`).length, 1);
  });
}

for (const [file, imported] of ALLOWED) {
  test(`${file} may import ${imported}`, () => {
    assert.deepEqual(checkFile(file, `import "${imported}";`), []);
  });
}

test("every form of import is seen, with its line", () => {
  const forms = ['export * from "vscode";', 'import type { X } from "vscode";', 'const x = await import("vscode");'];
  for (const form of forms) {
    const [problem] = checkFile("core/units.ts", `\n\n${form}`);
    assert.match(problem, /^core\/units\.ts:3 may not import "vscode"/, form);
  }
});
