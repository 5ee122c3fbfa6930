/** Back and forward, as in a browser. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { History, type Way } from "../../webview/history";

const places = (...visits: [string, Way][]) => {
  const history = new History<string>((a, b) => a === b);
  for (const [place, way] of visits) history.visit(place, way);
  return history;
};
const back = (history: History<string>) => history.go(-1);
const forward = (history: History<string>) => history.go(1);

test("jumps are entries, moves of one kind that follow each other are one", () => {
  const history = places(["A", "jump"], ["B", "jump"], ["b1", "move"], ["b2", "move"], ["b3", "move"], ["C", "jump"]);
  assert.deepEqual([back(history), back(history), back(history), back(history)], ["b3", "B", "A", null]);
  assert.deepEqual([forward(history), forward(history), forward(history), forward(history)], ["B", "b3", "C", null]);
});

test("walking from span to span and moving the view are different ways", () => {
  const history = places(["A", "jump"], ["w1", "walk"], ["w2", "walk"], ["m", "move"], ["w3", "walk"]);
  assert.deepEqual([back(history), back(history), back(history)], ["m", "w2", "A"]);
});

test("where one begins is a place, however one leaves it", () => {
  const history = places(["A", "move"], ["B", "move"], ["C", "move"]);
  assert.equal(back(history), "A");
});

test("who goes on from an earlier place forgets what came after it", () => {
  const history = places(["A", "jump"], ["B", "jump"], ["C", "jump"]);
  back(history);
  back(history);
  history.visit("D", "move");
  assert.equal(history.canForward, false);
  assert.equal(back(history), "A");
  assert.equal(forward(history), "D");
});

test("moves after going back leave the place that was gone back to as it was", () => {
  const history = places(["A", "jump"], ["a1", "move"], ["B", "jump"]);
  assert.equal(back(history), "a1");
  history.visit("x", "move");
  history.visit("y", "move");
  assert.deepEqual([back(history), back(history)], ["a1", "A"]);
});

test("being where one is already is no visit; what changes by itself is no entry", () => {
  const history = places(["A", "jump"], ["A", "jump"], ["A", "move"]);
  assert.equal(history.canBack, false);
  history.amend("A later");
  history.visit("B", "jump");
  assert.equal(back(history), "A later");
});

test("all the way back and all the way forward leads past the same places", () => {
  const way = fc.constantFrom<Way>("jump", "move", "walk");
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-e]$/), way), { minLength: 1, maxLength: 60 }), (visits) => {
      const history = places(...visits);
      const behind: string[] = [];
      for (let place = back(history); place !== null; place = back(history)) behind.push(place);
      const ahead: string[] = [];
      for (let place = forward(history); place !== null; place = forward(history)) ahead.push(place);
      assert.equal(ahead.length, behind.length);
      // The first of `behind` is the last but one of all, the last of `ahead` is where the visits ended.
      assert.deepEqual(ahead.slice(0, -1).reverse(), behind.slice(0, -1));
      if (ahead.length > 0) assert.equal(ahead.at(-1), visits.at(-1)![0]);
    }),
  );
});
