import assert from "node:assert/strict";
import { test } from "node:test";
import { findingHover } from "../../../core/editor/finding-hover";
import { findingText, gravest } from "../../../core/editor/finding-text";
import { translator } from "../../../core/l10n/index";
import { lineFinding, lineOf } from "./support/line-findings";
import { FILE } from "./support/losses";

const say = translator("en");
const nothingTold: ReadonlySet<string> = new Set();
const links = {
  showFinding: (finding: string) => `command:show?${finding}`,
  openPlace: ({ line }: { line: number }) => `command:open?${line}`,
};

test("behind the line: the rule, what it is about, and the other line", () => {
  assert.equal(findingText(lineOf(lineFinding()), nothingTold, say), "Data race: `total` with line 30");
  const elsewhere = lineFinding({ other: { file: "/project/other.py", line: 4 } });
  assert.match(findingText(lineOf(elsewhere), nothingTold, say)!, /other\.py/);
  const deadlock = lineFinding({ rule: "deadlock", about: "", other: null });
  assert.equal(findingText(lineOf(deadlock), nothingTold, say), "Deadlock");
});

test("of several findings the first is told, and how many other rules speak", () => {
  const twice = lineOf(lineFinding(), lineFinding({ other: null }), lineFinding({ rule: "wait-without-loop" }));
  assert.equal(findingText(twice, nothingTold, say), "Data race: `total` with line 30 · 1 more");
});

test("a race of what was lost at this line adds nothing to it", () => {
  assert.equal(findingText(lineOf(lineFinding()), new Set(["total"]), say), null);
  assert.equal(findingHover(lineOf(lineFinding()), new Set(["total"]), false, links, say), null);
});

test("the other end is quiet", () => {
  const other = lineOf(lineFinding({ isMain: false }));
  assert.equal(findingText(other, nothingTold, say), null);
  assert.equal(gravest(other), null);
  assert.equal(gravest(lineOf(lineFinding({ severity: "warning" }), lineFinding())), "error");
});

test("the hover names both accesses with their locks, what to do, and the timeline; names are no markup", () => {
  const hover = findingHover(lineOf(lineFinding()), nothingTold, false, links, say)!;
  assert.match(hover, /^\*\*Data race\*\*: /);
  assert.match(hover, /- T1 writes at \[line 31\]\(command:open\?31 "[^"]+"\), holding no lock/);
  assert.match(hover, /- T\\\*2 reads at \[line 30\]\(command:open\?30 "[^"]+"\), holding total\\_lock/);
  assert.match(hover, /\(command:show\?data-race-1 /);
  assert.doesNotMatch(hover, /changed since/);
});

test("at the other line the hover leads to where it is to be mended", () => {
  const other = lineFinding({ isMain: false, other: { file: FILE, line: 31 } });
  const hover = findingHover(lineOf(other), nothingTold, true, links, say)!;
  assert.match(hover, /^\*\*Data race with \[line 31\]/);
  assert.match(hover, /This file has changed since the run/);
});
