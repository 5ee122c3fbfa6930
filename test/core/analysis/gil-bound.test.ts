import assert from "node:assert/strict";
import { test } from "node:test";
import { modelAdvice } from "../../../core/analysis/model";
import { findGilBound } from "../../../core/analysis/rules/gil-bound";
import type { Trace } from "../../../core/trace/types";
import { draw } from "../support/draw";

const MS = 1000;
const RUN_MS = 600;

/**
 * Threads of 600 ms, each sampled every 20 ms, and what each has computed of every 20 ms. Of a machine that says how many processors
 * it has.
 */
function computing(shares: readonly number[], processors: number | undefined = 4): Trace {
  const steps = ["0 Main begins"];
  shares.forEach((_, thread) => {
    steps.push(`1 Main starts T${thread} @7`, `1 T${thread} begins`);
  });
  for (let ms = 0; ms <= RUN_MS; ms += 20)
    for (const [thread, share] of shares.entries())
      steps.push(`${ms * MS + 1} sampler samples T${thread} ${1 + Math.round(share * ms * MS)}`);
  shares.forEach((_, thread) => {
    steps.push(`${RUN_MS * MS + 1} T${thread} ends`);
  });
  steps.push("0 sampler samples Main 1", `${RUN_MS * MS + 1} sampler samples Main 2`, `${RUN_MS * MS + 2} Main ends`);
  const at = (step: string) => Number(step.split(" ")[0]);
  const trace = draw(steps.sort((a, b) => at(a) - at(b)).join("\n")).trace();
  trace.processes[0].processors = processors;
  trace.processes[0].looks = { looks: 10, starved: 0 };
  return trace;
}

test("three threads that share one processor's time: told with what processes would give", () => {
  const trace = computing([1 / 3, 1 / 3, 1 / 3]);
  const [finding, ...others] = findGilBound({ trace });
  assert.equal(others.length, 0);
  assert.equal(finding.severity, "info");
  assert.equal(finding.certainty, "predicted");
  assert.equal(finding.count, 3);
  assert.equal(trace.sites[finding.locations[0].site].line, 7);
  assert.equal(finding.locations[0].role, "started");
  const took = finding.data.spanNs as number;
  assert.ok((finding.data.processesNs as number) < 0.4 * took, JSON.stringify(finding.data));
});

test("on two processors three threads gain less", () => {
  const would = (processors: number) => findGilBound({ trace: computing([1 / 3, 1 / 3, 1 / 3], processors) })[0].data;
  assert.ok((would(2).processesNs as number) > (would(4).processesNs as number));
});

test("silent where threads wait for a processor, though there should be one for each, and where nobody looked", () => {
  const judged = (looks: Trace["processes"][0]["looks"]) => {
    const trace = computing([0.5, 0.5]);
    trace.processes[0].looks = looks;
    return findGilBound({ trace }).length;
  };
  assert.equal(judged({ looks: 10, starved: 3 }), 1);
  assert.equal(judged({ looks: 10, starved: 4 }), 0);
  assert.equal(judged({ looks: 0, starved: 0 }), 0);
  assert.equal(judged(undefined), 0);
});

test("silent where it cannot know", () => {
  const silent: [string, Trace][] = [
    ["one processor", computing([0.5, 0.5], 1)],
    ["number of processors not known", computing([0.5, 0.5], undefined)],
    ["one thread computes", computing([1])],
    ["other programs have the processors", computing([0.4, 0.4])],
    ["C code lets go of the GIL", computing([0.9, 0.9])],
    ["one computes, the other hardly", computing([0.95, 0.02])],
  ];
  silent[1][1].processes[0].processors = undefined;
  for (const [why, trace] of silent) assert.deepEqual(findGilBound({ trace }), [], why);
});

test("a build without the GIL has none to wait for", () => {
  const trace = computing([0.5, 0.5]);
  assert.equal(findGilBound({ trace }).length, 1);
  trace.program.gil = false;
  assert.deepEqual(findGilBound({ trace }), []);
});

test("the model that fits threads that wait for the GIL is processes; of a busy machine nobody knows", () => {
  assert.equal(modelAdvice(computing([0.5, 0.5]))?.fits, "processes");
  assert.equal(modelAdvice(computing([0.3, 0.3]))?.fits, "unknown");
});
