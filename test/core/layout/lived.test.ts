/** What the window shows at first: the time in which somebody lived. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { livedBy } from "../../../core/layout/lived";
import type { Lane } from "../../../core/trace/types";

const lane = (startNs: number, endNs: number, internal = false) => ({ startNs, endNs, internal }) as Lane;

test("from the first lane's beginning to the last one's end, with a little room, and without lanes of the library", () => {
  const lanes = [lane(500, 900), lane(400, 600), lane(0, 1000, true)];
  assert.deepEqual(livedBy({ lanes, endNs: 1000 }), { fromNs: 395, toNs: 905 });
});

test("for little no edge moves", () => {
  assert.deepEqual(livedBy({ lanes: [lane(20, 980)], endNs: 1000 }), { fromNs: 0, toNs: 1000 });
  assert.deepEqual(livedBy({ lanes: [lane(20, 500)], endNs: 1000 }), { fromNs: 0, toNs: 504.8 });
});

test("never beyond the trace, and all of it where nobody lived", () => {
  assert.deepEqual(livedBy({ lanes: [lane(0, 1000)], endNs: 1000 }), { fromNs: 0, toNs: 1000 });
  assert.deepEqual(livedBy({ lanes: [], endNs: 1000 }), { fromNs: 0, toNs: 1000 });
  assert.deepEqual(livedBy({ lanes: [], endNs: 0 }), { fromNs: 0, toNs: 1 });
});
