/** Data races as marks: what of them falls together, what joins them, and what a place on a lane means. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding, RacingAccess, Severity } from "../../../core/analysis/finding";
import { COLUMN_PX } from "../../../core/layout/loss-clusters";
import { raceAt, raceMarks, racesIn, raceTies } from "../../../core/layout/race-clusters";

const access = (lane: number, timeNs: number): RacingAccess => ({ site: lane, lane, timeNs, writes: true, locks: [] });
const race = (one: [number, number], other: [number, number], severity: Severity = "error", certainty = "race") =>
  ({ racing: [access(...one), access(...other)], severity, certainty }) as unknown as Finding;
const OTHER = { severity: "info", certainty: "observed" } as unknown as Finding;
const SCALE = { t0Ns: 0, nsPerPx: 1 };
const WIDTH_PX = 1000;

const FINDINGS = [race([2, 500], [1, 100]), OTHER, race([1, 900], [3, 950], "info", "predicted")];

test("alone, each access has its own mark where it happened", () => {
  const marks = raceMarks(FINDINGS, SCALE, WIDTH_PX);
  assert.deepEqual(
    marks.map(({ lane, timeNs, findings }) => ({ lane, timeNs, findings })),
    [
      { lane: 1, timeNs: 100, findings: [0] },
      { lane: 2, timeNs: 500, findings: [0] },
      { lane: 1, timeNs: 900, findings: [2] },
      { lane: 3, timeNs: 950, findings: [2] },
    ],
  );
  assert.deepEqual(
    marks.map(({ isPredicted }) => isPredicted),
    [false, false, true, true],
  );
});

test("both accesses can be pointed at, each on its own lane", () => {
  const hit = (lane: number, xPx: number) => {
    const facts = raceAt(FINDINGS, SCALE, lane, xPx);
    return facts?.kind === "race" ? facts.finding : null;
  };
  assert.deepEqual([hit(1, 103), hit(2, 497), hit(1, 905), hit(3, 950)], [0, 0, 2, 2]);
  assert.deepEqual([hit(1, 500), hit(2, 100), hit(1, 120)], [null, null, null]);
});

test("several at one place are one mark, the gravest first; predicted only if all of them are", () => {
  const crowd = [
    race([1, 105], [2, 106], "info", "predicted"),
    race([1, 107], [2, 108], "error"),
    race([1, 109], [2, 110], "warning"),
  ];
  const marks = raceMarks(crowd, SCALE, WIDTH_PX);
  assert.deepEqual(
    marks.map(({ lane, findings, severity, isPredicted }) => ({ lane, findings, severity, isPredicted })),
    [1, 2].map((lane) => ({ lane, findings: [1, 2, 0], severity: "error", isPredicted: false })),
  );
  assert.equal(raceTies(crowd, SCALE, marks).length, 1);
  const facts = raceAt(crowd, SCALE, 1, marks[0].timeNs);
  assert.ok(facts?.kind === "races");
  assert.deepEqual([facts.count, facts.severity, facts.first.finding], [3, "error", 1]);
  assert.deepEqual([facts.startNs, facts.endNs], [105, 109]);
});

const place = fc.tuple(fc.nat(4), fc.nat(20_000));
const crowds = fc.array(fc.tuple(place, place), { maxLength: 40 });

test("at every zoom each access in the window is in just one mark, and each mark less than a column away from its accesses", () => {
  fc.assert(
    fc.property(crowds, fc.integer({ min: 1, max: 60 }), fc.nat(10_000), (pairs, nsPerPx, t0Ns) => {
      const findings = pairs.map(([one, other]) => race(one, other));
      const scale = { t0Ns, nsPerPx };
      const marks = raceMarks(findings, scale, WIDTH_PX);
      findings.forEach(({ racing = [] }, finding) => {
        for (const { lane, timeNs } of racing) {
          if (timeNs < t0Ns || timeNs >= t0Ns + WIDTH_PX * nsPerPx) continue;
          const near = marks.filter(
            (mark) =>
              mark.lane === lane &&
              mark.findings.includes(finding) &&
              Math.floor(mark.timeNs / (COLUMN_PX * nsPerPx)) === Math.floor(timeNs / (COLUMN_PX * nsPerPx)),
          );
          assert.equal(near.length, 1);
        }
      });
    }),
  );
});

test("how many races a lane has in a stretch of time", () => {
  fc.assert(
    fc.property(crowds, fc.nat(4), fc.nat(20_000), fc.nat(20_000), (pairs, lane, a, b) => {
      const findings = pairs.map(([one, other]) => race(one, other));
      const [fromNs, toNs] = [Math.min(a, b), Math.max(a, b)];
      const expected = findings.filter(({ racing = [] }) =>
        racing.some((each) => each.lane === lane && each.timeNs >= fromNs && each.timeNs <= toNs),
      ).length;
      assert.equal(racesIn(findings, lane, fromNs, toNs), expected);
    }),
  );
});
