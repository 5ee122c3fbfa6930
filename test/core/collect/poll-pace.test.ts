import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_IDLE_MS, PollPace, SHORTEST_MS } from "../../../core/collect/poll-pace";

test("20 ms while there is news, in steps up to 200 ms while there is none, at once back", () => {
  const pace = new PollPace();
  assert.equal(pace.delayMs(), SHORTEST_MS);
  const delays = Array.from({ length: 8 }, () => {
    pace.polled(false, 0);
    return pace.delayMs();
  });
  assert.deepEqual(
    delays,
    [...delays].sort((a, b) => a - b),
  );
  assert.equal(delays.at(-1), LONGEST_IDLE_MS);
  pace.polled(true, 0);
  assert.equal(pace.delayMs(), SHORTEST_MS);
});

test("polling never takes more than a twentieth of a core", () => {
  const pace = new PollPace();
  for (const costMs of [0.1, 1, 2, 10, 50, 200]) {
    pace.polled(true, costMs);
    assert.ok(costMs / (costMs + pace.delayMs()) <= 0.05, `${costMs} ms`);
  }
});

test("however slow a poll was, the next one comes within five seconds", () => {
  const pace = new PollPace();
  pace.polled(true, 60_000);
  assert.equal(pace.delayMs(), 5000);
});

test("where somebody waits for what was left unread, half of a core goes into it", () => {
  const pace = new PollPace();
  for (const costMs of [0.1, 10, 400]) {
    pace.polled(true, costMs);
    assert.equal(pace.delayMs(true), costMs);
  }
});
