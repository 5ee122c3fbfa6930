/** What is told of a data race: which access first, and where the keys lead. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding, RacingAccess } from "../../../core/analysis/finding";
import { raceBeside, raceFacts } from "../../../core/layout/race-facts";

const access = (lane: number, timeNs: number): RacingAccess => ({ site: lane, lane, timeNs, writes: true, locks: [] });
const race = (...racing: [RacingAccess, RacingAccess]) =>
  ({ racing, severity: "error", certainty: "race" }) as unknown as Finding;
const OTHER = { severity: "info", certainty: "observed" } as unknown as Finding;
const FINDINGS = [race(access(2, 500), access(1, 100)), OTHER, race(access(1, 900), access(3, 950))];

test("accesses are told in the order of time, on the lane of the one to mend", () => {
  const facts = raceFacts(FINDINGS, 0)!;
  assert.deepEqual(
    facts.accesses.map(({ lane }) => lane),
    [1, 2],
  );
  assert.deepEqual([facts.lane, facts.startNs, facts.endNs], [2, 100, 500]);
});

test("a finding that is no race has no marks", () => assert.equal(raceFacts(FINDINGS, 1), null));

test("the keys lead from race to race, past other findings", () => {
  assert.deepEqual([raceBeside(FINDINGS, 0, 1), raceBeside(FINDINGS, 2, -1), raceBeside(FINDINGS, 2, 1)], [2, 0, -1]);
});

test("a predicted one is told as such", () => {
  const predicted = { ...FINDINGS[0], certainty: "predicted" } as Finding;
  assert.ok(raceFacts([predicted], 0)?.isPredicted && !raceFacts(FINDINGS, 0)?.isPredicted);
});
