import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineWaits } from "../../../core/analysis/line-waits";
import { type HoverLinks, lineHover } from "../../../core/editor/line-hover";
import { translator } from "../../../core/l10n/index";

const MS = 1e6;
const links: HoverLinks = { showWorst: "command:show?1", openPlace: ({ line }) => `command:open?${line}` };
const blocked: LineWaits = {
  file: "/project/app.py",
  line: 30,
  totalNs: 6 * MS,
  blockedNs: 6 * MS,
  waits: 1234,
  lanes: 2,
  worstNs: 3 * MS,
  worst: { lane: 2, laneName: "T2", startNs: 0.2 * MS },
  resources: ["L"],
  holders: [
    { lane: 1, laneName: "T1", file: "/project/app.py", line: 20, ns: 5 * MS },
    { lane: 3, laneName: "T3", file: "/project/other.py", line: 7, ns: 1 * MS },
  ],
};
const hover = (waits: LineWaits, stale = false, language = "en") =>
  lineHover(waits, stale, links, translator(language)).replaceAll("\u00a0", " ");

test("it says how long, how often, the worst, and who held it since which line", () => {
  assert.equal(
    hover(blocked),
    [
      "**Blocked here: 6 ms** · 1,234 waits of 2 lanes · for L",
      "worst 3 ms: T2, 200 µs after the start",
      '- 5 ms held by T1, taken at [line 20](command:open?20 "Opens this line")\n' +
        '- 1 ms held by T3, taken at [other\\.py:7](command:open?7 "Opens this line")',
      '[Show in timeline](command:show?1 "Shows the longest of these waits")',
    ].join("\n\n"),
  );
});

test("in Chinese it says the same", () => {
  const text = hover(blocked, false, "zh-cn");
  assert.match(text, /^\*\*在此阻塞：6 ms\*\* · 2 条泳道共 1,234 次等待 · 等待 L\n/);
  assert.match(text, /5 ms 由 T1 持有，在\[第 20 行\]\(command:open\?20 "[^"]*"\)获取/);
});

test("a line that waited for no lock is not called blocked; a join waits for a lane's end", () => {
  const waits: LineWaits = {
    ...blocked,
    blockedNs: 0,
    waits: 1,
    lanes: 1,
    resources: [],
    holders: [{ lane: 1, laneName: "T1", file: "", line: 0, ns: 6 * MS }],
  };
  assert.equal(
    hover(waits),
    [
      "**Waited here: 6 ms** · 1 wait of 1 lane",
      "T2, 200 µs after the start",
      "- 6 ms for the end of T1",
      '[Show in timeline](command:show?1 "Shows the longest of these waits")',
    ].join("\n\n"),
  );
});

test("where it was both, it says how much of it locks blocked", () => {
  assert.match(hover({ ...blocked, blockedNs: 2 * MS }), /^\*\*Waited here: 6 ms\*\* · 2 ms of it blocked by locks · /);
});

test("a file that has changed is said to have", () => {
  assert.match(hover(blocked, true), /_This file has changed since the run: [^_]*_$/);
  assert.doesNotMatch(hover(blocked), /changed/);
});

test("no name from the program adds a link, a command or a line", () => {
  const evil = '](command:workbench.action.quit) [x](command:workbench.action.quit "\n# <b>`$(alert)`';
  const waits: LineWaits = {
    ...blocked,
    worst: { ...blocked.worst, laneName: evil },
    resources: [evil],
    holders: [{ lane: 1, laneName: evil, file: `/project/${evil}`, line: 1, ns: 5 * MS }],
  };
  const text = hover(waits);
  const targets = [...text.matchAll(/(?<!\\)\]\(([^) ]*)/g)].map(([, target]) => target);
  assert.deepEqual(targets, ["command:open?1", "command:show?1"]);
  assert.equal(text.split("\n").length, hover({ ...waits, holders: [blocked.holders[0]] }).split("\n").length);
});
