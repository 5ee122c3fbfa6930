/** What of lost updates is sent to a page: as much as can be drawn, with numbers that fit, and nothing that points nowhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { analyze } from "../../../core/analysis/analyze";
import { assemble } from "../../../core/protocol/assemble";
import { decodeFrame, encodeFrame } from "../../../core/protocol/frame";
import { hostToView, viewState } from "../../../core/protocol/host-view-check";
import { LivePacker, packTrace } from "../../../core/protocol/live-packer";
import { type Header, type HostMessage, type OpenMessage, ProtocolError } from "../../../core/protocol/messages";
import { fairShare, sentRaces } from "../../../core/protocol/sent-races";
import type { Loss, RaceVariable } from "../../../core/trace/race-types";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";
import { withLostUpdates } from "../support/lost-updates";

const LOSS = {
  read: { lane: "A", at: 10, line: 5, version: 0 },
  victimRead: { lane: "B", at: 20, line: 5, version: 0 },
  victim: { lane: "B", at: 30, line: 7, version: 1 },
  write: { lane: "A", at: 40, line: 7, version: 2 },
};

function recorded(): Trace {
  const program = `
    0   Main  creates lock L @1
    1   Main  starts A
    1   Main  starts B
    2   A     sleeps 1
    2   B     sleeps 1
    60  A     acquires L @20
    80  A     releases L`;
  const variable = { name: "value", count: 80, losses: [LOSS], touches: [{ lane: "A", at: 70, line: 21 }] };
  return withLostUpdates(draw(program), variable).trace();
}

const packed = (trace: Trace) => packTrace(trace, analyze(trace));
const headerOf = ([open]: HostMessage[]): Header => (open as OpenMessage).header;

test("lost updates arrive as they were, and the finding still points to them", () => {
  const trace = recorded();
  const { trace: arrived, findings } = assemble(decodeFrame(encodeFrame(packed(trace))));
  // In the first generation sites have the numbers of the trace; touches are for the analysis.
  assert.deepEqual(
    arrived.races,
    trace.races.map((race) => ({ ...race, touches: [] })),
  );
  assert.deepEqual(findings[0].variables, [0]);
  assert.equal(findings[0].locking?.advice, "oneBare");
  assert.equal(arrived.sites[findings[0].locking?.bare ?? 0].line, 5);
});

test("sites of lost updates keep their numbers when others come before them", () => {
  const trace = recorded();
  const packer = new LivePacker();
  const first = headerOf(packer.next(trace, analyze(trace), [], false));
  const unknown = trace.sites[0];
  const shifted: Trace = {
    ...trace,
    sites: [unknown, { ...trace.sites[1], file: "/project/aaa.py" }, ...trace.sites.slice(1)],
    resources: trace.resources.map((resource) => ({ ...resource, site: resource.site + 1 })),
    holds: { ...trace.holds, site: trace.holds.site.map((site) => (site === 0 ? 0 : site + 1)) },
    races: trace.races.map((race) => ({
      ...race,
      accesses: race.accesses.map((access) => ({ ...access, site: access.site + 1 })),
      touches: race.touches.map((at) => ({ ...at, site: at.site + 1 })),
      losses: race.losses.map((loss) => moved(loss)),
    })),
  };
  const [second] = packer.next(shifted, analyze(shifted), [], false);
  assert.ok(second.type === "header");
  assert.deepEqual(second.header.races, first.races);
  assert.deepEqual(second.header.findings[0].locking, first.findings[0].locking);
});

function moved({ read, victimRead, victim, write }: Loss): Loss {
  const by1 = <At extends Loss["read"] | null>(at: At): At => at && { ...at, site: at.site + 1 };
  return { read: by1(read), victimRead: by1(victimRead), victim: by1(victim), write: by1(write) };
}

function made(losses: number, more: Partial<RaceVariable> = {}): RaceVariable {
  const at = { site: 0, lane: 0, timeNs: 1, version: 1 };
  return {
    process: 0,
    kind: "item",
    scope: "app",
    name: "seats[]",
    lost: losses,
    stale: losses,
    updates: 2 * losses,
    resetLost: 0,
    byValue: true,
    exact: true,
    accesses: [],
    touches: [at],
    losses: Array.from({ length: losses }, () => ({ read: at, victimRead: null, victim: at, write: at })),
    ...more,
  };
}

test("however many variables and losses there are, the header stays small, and what is left out is counted", () => {
  const races = Array.from({ length: 30_000 }, (_, i) => made(i % 2 === 0 ? 50 : 0, { stale: 60 }));
  const sent = sentRaces(races, Uint32Array.of(0), true);
  const drawn = sent.races.reduce((sum, { losses }) => sum + losses.length, 0);
  assert.ok(sent.races.length <= 2000 && drawn <= 10_000 && drawn > 9_000);
  assert.ok(
    sent.races.every(({ losses }) => losses.length > 0),
    "those that can be drawn come first",
  );
  assert.equal(drawn + sent.undrawn, 30_000 * 60);
  sent.variables.forEach((index, variable) => {
    if (index >= 0) assert.equal(sent.races[index].losses.length > 0, races[variable].losses.length > 0);
  });
  assert.ok(JSON.stringify(sent.races).length < 4 << 20);
  assert.ok(JSON.stringify(sentRaces(races, Uint32Array.of(0), false).races).length < 1 << 20, "again and again");
});

test("a finding names the variables that are sent, and no others", () => {
  const trace = recorded();
  const [finding] = analyze(trace);
  trace.races = [...Array.from({ length: 2500 }, () => made(0)), ...trace.races];
  const header = headerOf(packTrace(trace, [{ ...finding, variables: [7, 2400, 2500] }]));
  assert.deepEqual(
    header.findings[0].variables?.map((variable) => header.races[variable].name),
    ["seats[]", "value"],
  );
});

test("the share of each is the largest with which all together stay within the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 20 }), fc.nat(200), (lengths, limit) => {
      const totalWith = (most: number) => lengths.reduce((sum, length) => sum + Math.min(length, most), 0);
      const share = fairShare(lengths, limit);
      assert.ok(totalWith(share) <= limit);
      assert.ok(share >= Math.max(0, ...lengths) || totalWith(share + 1) > limit);
    }),
  );
});

const at = (header: Header): Loss => header.races[0].losses[0];
const hostile: [name: string, damage: (header: Header) => void][] = [
  ["a lane that there is not", (header) => Object.assign(at(header).write, { lane: 99 })],
  ["a line that there is not", (header) => Object.assign(at(header).victimRead!, { site: 1e6 })],
  ["a lane that is no number", (header) => Object.assign(at(header).read, { lane: "A" })],
  ["a time that is none", (header) => Object.assign(at(header).victim, { timeNs: Number.NaN })],
  ["a loss without its write", (header) => Object.assign(at(header), { write: null })],
  ["a count below zero", (header) => Object.assign(header.races[0], { stale: -1 })],
  ["no losses at all", (header) => Object.assign(header.races[0], { losses: undefined })],
  ["no variables", (header) => Object.assign(header, { races: undefined })],
  ["a finding of another variable", (header) => Object.assign(header.findings[0], { variables: [1] })],
  ["a lock that there is not", (header) => Object.assign(header.findings[0].locking!, { lock: 9 })],
  ["a bare line that there is not", (header) => Object.assign(header.findings[0].locking!, { bare: 1e6 })],
  ["an advice that nobody knows", (header) => Object.assign(header.findings[0].locking!, { advice: "run" })],
];
for (const [name, damage] of hostile) {
  test(`${name}: the header is refused with a sentence`, () => {
    const messages = structuredClone(packed(recorded()));
    damage(headerOf(messages));
    assert.throws(
      () => assemble(messages),
      (error) => error instanceof ProtocolError && /header of the trace is damaged/.test(error.message),
    );
  });
}

test("a lost update can be pointed to from outside, and kept", () => {
  const target = { kind: "loss", variable: 3, loss: 0 };
  assert.deepEqual(hostToView({ type: "reveal", target }), { type: "reveal", target });
  const kept = { trace: "run", t0Ns: 0, nsPerPx: 1, scrollPx: 0, following: false, selection: target, rows: null };
  assert.deepEqual(viewState(kept), kept);
  for (const damage of [{ loss: -1 }, { variable: 0.5 }, { loss: "0" }, { variable: undefined }])
    assert.equal(hostToView({ type: "reveal", target: { ...target, ...damage } }), null);
});
