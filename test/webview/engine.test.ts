/** The engine while a trace grows: what was chosen stays chosen, and what stands stays where it stands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOfStop, whoWaitsForWhom } from "../../core/analysis/who-waits";
import { LivePacker } from "../../core/protocol/live-packer";
import type { HostMessage } from "../../core/protocol/messages";
import type { FromEngine, Opened, QuestionName, Questions } from "../../webview/worker/contract";
import { Engine } from "../../webview/worker/engine";
import { draw } from "../core/support/draw";

const PROGRAM = `
  0   Main  creates lock first
  1   Main  creates lock second
  2   Main  starts T1
  3   Main  starts feeder internal
  4   Main  acquires first      @7
  5   feeder begins
  6   T1    wants first         @9
  20  Main  acquires second     @12
  30  Main  releases first
  31  T1    gets first          @9
  32  T1    wants second        @14
  33  T1    releases first
  90  Main  releases second
  91  T1    gets second
  95  T1    releases second
  96  T1    ends
`;
const LINES = PROGRAM.split("\n");

/** What the page hears, and a way to ask. */
class Page {
  readonly heard: FromEngine[] = [];
  readonly engine = new Engine(
    (message) => this.heard.push(message),
    () => {},
  );

  take(messages: readonly HostMessage[]): void {
    for (const message of messages) this.engine.accept({ type: "host", message });
  }

  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Questions[K]["answer"] {
    this.engine.accept({ type: "ask", id: 1, ask: { kind, ...question } as never });
    const last = this.heard.at(-1);
    assert.ok(last?.type === "answer", JSON.stringify(last));
    return last.answer as Questions[K]["answer"];
  }

  get opened(): Opened {
    const generations = this.heard.flatMap((message) =>
      message.type === "opened" || message.type === "updated" ? [message.opened] : [],
    );
    assert.ok(generations.length > 0);
    return generations.at(-1)!;
  }
}

/** The program as it stood after the step at `untilUs`. */
function generation(packer: LivePacker, untilUs: number): HostMessage[] {
  const lines = LINES.filter((line) => line.trim() === "" || Number.parseInt(line, 10) <= untilUs);
  const trace = draw(lines.join("\n")).trace();
  return packer.next(trace, [], whoWaitsForWhom(trace, momentOfStop(trace)), untilUs >= 96);
}

test("the first generation opens the trace, later ones update it, the last one says that nothing will follow", () => {
  const packer = new LivePacker();
  const page = new Page();
  for (const untilUs of [6, 33, 96]) page.take(generation(packer, untilUs));
  assert.deepEqual(
    page.heard.map((message) => [message.type, (message as { opened: Opened }).opened.live]),
    [
      ["opened", true],
      ["updated", true],
      ["updated", false],
    ],
  );
  const seqs = page.heard.map((message) => (message as { opened: Opened }).opened.seq);
  assert.ok(seqs[0] < seqs[1] && seqs[1] < seqs[2]);
});

test("a wait that is chosen stays chosen when it ends and when rows are added before it", () => {
  const packer = new LivePacker();
  const page = new Page();
  page.take(generation(packer, 20));
  const lane = page.opened.header.lanes.findIndex(({ name }) => name === "T1");
  const chosen = page.ask("targetOf", { target: { kind: "wait", lane, startNs: 6000 } });
  assert.ok(chosen?.facts.kind === "span" && chosen.facts.wait?.result === 0, "it still waits");
  page.take(generation(packer, 33));
  const { selection } = page.opened;
  assert.ok(selection?.facts.kind === "span" && selection.facts.wait?.result === 1, "it has got the lock");
  assert.equal(selection.facts.startNs, 6000);
  assert.equal(selection.facts.endNs, 31_000);
  assert.equal(selection.chain[0].causeLane, 0, "Main let it go on");
});

test("a hold that is chosen stays chosen", () => {
  const packer = new LivePacker();
  const page = new Page();
  page.take(generation(packer, 6));
  const chosen = page.ask("targetOf", { target: { kind: "hold", resource: 0, startNs: 4000 } });
  assert.ok(chosen?.facts.kind === "band" && !chosen.facts.hold?.closed);
  page.take(generation(packer, 96));
  const { selection } = page.opened;
  assert.ok(selection?.facts.kind === "band" && selection.facts.hold?.closed);
  assert.deepEqual([selection.facts.startNs, selection.facts.endNs], [4000, 30_000]);
});

test("what does not exist yet cannot be shown, and chooses nothing", () => {
  const page = new Page();
  page.take(generation(new LivePacker(), 6));
  for (const target of [
    { kind: "wait", lane: 1, startNs: 32_000 },
    { kind: "wait", lane: 7, startNs: 0 },
    { kind: "finding", id: "none" },
    { kind: "hold", resource: 5, startNs: 0 },
  ] as const)
    assert.equal(page.ask("targetOf", { target }), null, JSON.stringify(target));
});

test("groups stay open or shut, and locks keep their place, at the end too", () => {
  const packer = new LivePacker();
  const page = new Page();
  page.take(generation(packer, 6));
  const tracks = ({ opened } = page) =>
    opened.layout.rows.flatMap((row) => (row.kind === "track" ? [opened.header.resources[row.resource].name] : []));
  const internal = () => page.opened.layout.rows.find((row) => row.kind === "group" && row.id === "internal:0");
  assert.deepEqual(tracks(), ["first"]);
  page.ask("toggleGroup", { id: "internal:0" });
  page.take(generation(packer, 33));
  assert.deepEqual(tracks(), ["first", "second"]);
  assert.ok(internal()?.kind === "group" && (internal() as { collapsed: boolean }).collapsed === false);
  // `second` has been waited for longer by now: a page that is opened anew has it first, one that is looked at does not jump.
  for (const untilUs of [91, 96]) {
    page.take(generation(packer, untilUs));
    assert.deepEqual(tracks(), ["first", "second"]);
  }
  const anew = new Page();
  packer.restart();
  anew.take(generation(packer, 96));
  assert.deepEqual(tracks(anew), ["second", "first"]);
});

test("a part that is lost is told, and a new beginning mends it", () => {
  const packer = new LivePacker();
  const page = new Page();
  page.take(generation(packer, 6));
  page.take(generation(packer, 33).slice(1));
  const failed = page.heard.at(-1);
  assert.ok(failed?.type === "failed" && /is missing/.test(failed.reason));
  packer.restart();
  page.take(generation(packer, 96));
  assert.equal(page.heard.at(-1)?.type, "updated");
  assert.equal(page.opened.live, false);
});
