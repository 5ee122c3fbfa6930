import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineWaits } from "../../../core/analysis/line-waits";
import { ICONS, iconKey, lineMark, type MarkedLine } from "../../../core/editor/line-mark";
import { translator } from "../../../core/l10n/index";
import { lineFinding, lineOf } from "./support/line-findings";
import { FILE, lineWith, loss } from "./support/losses";

const MS = 1e6;
const waits = (blockedNs: number): LineWaits => ({
  file: FILE,
  line: 31,
  totalNs: 6 * MS,
  blockedNs,
  waits: 1,
  lanes: 1,
  worstNs: 6 * MS,
  worst: { lane: 1, laneName: "T1", startNs: 0 },
  resources: [],
  holders: [],
});
const blocked = waits(6 * MS);
const waited = waits(0);
const wrote = lineWith(loss());
const read = lineWith(loss({ role: "read" }));

/** Icon, background, text; of a run in which the worst lines waited 6 ms. */
function mark(marked: Partial<MarkedLine>, stale = false): string {
  const worst = { blocked: 6 * MS, waited: 6 * MS };
  const line = { line: 31, waits: null, losses: null, findings: null, ...marked };
  const { icon, background, text } = lineMark(line, stale, worst, 10 * MS, translator("en"));
  assert.ok(
    ICONS.some((known) => iconKey(known) === iconKey(icon)),
    `nobody draws ${iconKey(icon)}`,
  );
  return [iconKey(icon).trim(), background && `${background.kind} ${background.heat}`, text && "text"]
    .filter((part) => part !== null)
    .join(", ");
}

test("a wait has bars and a background, a loss a text", () => {
  assert.equal(mark({ waits: blocked }), "blocked 3, blocked 3");
  assert.equal(mark({ waits: waited }), "waited 3, waited 3");
  assert.equal(mark({ losses: wrote }), "lost, text");
});

test("a line may have both: the loss gives the shape, the wait bars and background", () => {
  assert.equal(mark({ waits: waited, losses: wrote }), "lost 3, waited 3, text");
});

test("a read is quieter than anything else on its line", () => {
  assert.equal(mark({ losses: read }), "read");
  assert.equal(mark({ waits: blocked, losses: read }), "blocked 3, blocked 3");
  assert.equal(mark({ losses: lineWith(loss(), loss({ role: "read" })) }), "lost, text");
});

test("of a changed file the shape is left, and the text", () => {
  assert.equal(mark({ waits: blocked }, true), "blocked faded");
  assert.equal(mark({ losses: wrote }, true), "lost faded, text");
  assert.equal(mark({ waits: blocked, losses: wrote }, true), "lost faded, text");
  assert.equal(mark({ losses: read }, true), "read faded");
});

test("no two icons are the same", () => assert.equal(new Set(ICONS.map(iconKey)).size, ICONS.length));

test("an error is graver than a wait, a lost update than any other error", () => {
  const error = lineOf(lineFinding());
  assert.equal(mark({ findings: error }), "error, text");
  assert.equal(mark({ findings: lineOf(lineFinding({ severity: "warning" })) }), "warning, text");
  assert.equal(mark({ findings: error, waits: blocked }), "error 3, blocked 3, text");
  assert.equal(mark({ findings: error, losses: wrote }), "lost, text");
  assert.equal(mark({ findings: error, losses: wrote }, true), "lost faded, text");
});

test("the other end of a race has no mark of its own", () => {
  const other = lineOf(lineFinding({ isMain: false }));
  assert.equal(mark({ findings: other, waits: blocked }), "blocked 3, blocked 3");
  assert.equal(mark({ findings: other }), "read");
});
