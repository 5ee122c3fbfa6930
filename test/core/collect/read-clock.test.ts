import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadClock } from "../../../core/collect/read-clock";

const NOTHING_LEFT = Number.POSITIVE_INFINITY;
const ms = (value: number) => value * 1e6;

test("where nothing is left unread, reading has come to the poll's beginning", () => {
  const clock = new ReadClock();
  clock.polled(1000, Number.NEGATIVE_INFINITY, NOTHING_LEFT);
  assert.equal(clock.readUntilMs, 1000);
  clock.polled(1200, ms(7), NOTHING_LEFT);
  assert.equal(clock.readUntilMs, 1200);
});

test("what was left unread tells how far behind it is", () => {
  const clock = new ReadClock();
  clock.polled(1000, ms(400), NOTHING_LEFT);
  clock.polled(1500, ms(700), ms(650));
  assert.equal(clock.readUntilMs, 1250, "a record of 400 ms was there at 1000, so that of 650 ms was at 1250");
  clock.polled(3000, ms(800), ms(800));
  assert.equal(clock.readUntilMs, 1400);
  clock.polled(4000, ms(3390), NOTHING_LEFT);
  assert.equal(clock.readUntilMs, 4000);
});

test("it never goes back, nor beyond the poll", () => {
  const clock = new ReadClock();
  clock.polled(1000, ms(400), NOTHING_LEFT);
  clock.polled(1100, ms(450), ms(100));
  assert.equal(clock.readUntilMs, 1000);
  clock.polled(1150, ms(900), ms(900));
  assert.equal(clock.readUntilMs, 1150);
});

test("a lane of which nothing was read says nothing", () => {
  const clock = new ReadClock();
  clock.polled(1000, ms(400), NOTHING_LEFT);
  clock.polled(1100, ms(500), Number.NEGATIVE_INFINITY);
  assert.equal(clock.readUntilMs, 1000);
});
