import assert from "node:assert/strict";
import { test } from "node:test";
import { columnFor, type EditorGroup } from "../../../core/editor/editor-group";

/** `T` shows a timeline, `F` the file, `f` has the file behind something else, `T+f` both, `x` anything else. */
const groups = (drawn: string): EditorGroup[] =>
  drawn
    .split(" ")
    .filter((each) => each !== "")
    .map((each, index) => ({
      column: index + 1,
      showsTimeline: each.includes("T"),
      file: each.includes("F") ? "shown" : each.includes("f") ? "behind" : "none",
    }));

/** Drawn groups → the column. */
const COLUMNS: Record<string, number | null> = {
  "x T": 1,
  "T x": 2,
  "x F T": 2,
  "x f T": 2,
  "f F T": 2,
  "x T+f": 1,
  "T+f": null,
  T: null,
  "T T": null,
  x: 1,
  "": null,
};

for (const [drawn, column] of Object.entries(COLUMNS)) {
  test(`[${drawn}] opens in ${column ?? "a new group"}`, () => assert.equal(columnFor(groups(drawn)), column));
}
