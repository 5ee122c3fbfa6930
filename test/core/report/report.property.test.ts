/** What must hold of the report of any recording whatever. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as v from "valibot";
import { analyze } from "../../../core/analysis/analyze";
import { buildReport } from "../../../core/report/report";
import { reportSchema } from "../../../core/report/schema";
import { RecordKind, type Trace } from "../../../core/trace/types";
import { WAIT_TARGET } from "../../../core/trace/vocabulary";
import { arbitraryRecording } from "../support/arbitrary-recording";

const reportOf = (trace: Trace) => buildReport(trace, analyze(trace));

test("it keeps to its schema, and is the same every time", () => {
  fc.assert(
    fc.property(arbitraryRecording, (drawing) => {
      const text = JSON.stringify(reportOf(drawing.trace()));
      v.parse(reportSchema, JSON.parse(text));
      assert.equal(JSON.stringify(reportOf(drawing.trace())), text);
    }),
  );
});

test("the states of a lane add up to its life, the waits of all resources to the time blocked and waiting for them", () => {
  fc.assert(
    fc.property(arbitraryRecording, (drawing) => {
      const trace = drawing.trace();
      const report = reportOf(trace);
      for (const { statesNs, startNs, endNs } of report.lanes) {
        assert.equal(
          Object.values(statesNs).reduce((sum, ns) => sum + ns, 0),
          endNs - startNs,
        );
      }
      report.resources.forEach((resource, index) => {
        const lasted: number[] = [];
        for (let wait = 0; wait < trace.waits.length; wait++) {
          const { op, object, startNs, endNs } = trace.waits;
          if (WAIT_TARGET[op[wait]] !== "resource" || object[wait] !== index) continue;
          lasted.push(endNs[wait] - startNs[wait]);
        }
        assert.equal(
          resource.blockedNs,
          lasted.reduce((sum, ns) => sum + ns, 0),
        );
        assert.equal(resource.maxBlockedNs, Math.max(0, ...lasted));
        assert.ok(resource.maxWaiters <= lasted.length && resource.maxWaiters >= Math.min(1, lasted.length));
      });
    }),
  );
});

test("where nothing was only counted, acquisitions are the records one by one", () => {
  const kindOfUse: Record<string, number> = {
    semaphore: RecordKind.permit,
    "bounded-semaphore": RecordKind.permit,
    event: RecordKind.passed,
    barrier: RecordKind.passed,
    queue: RecordKind.get,
    "lifo-queue": RecordKind.get,
    "priority-queue": RecordKind.get,
    "simple-queue": RecordKind.get,
  };
  fc.assert(
    fc.property(arbitraryRecording, (drawing) => {
      const trace = drawing.trace();
      const { events, holds } = trace;
      reportOf(trace).resources.forEach(({ kind, acquisitions, heldExact, countsExact }, index) => {
        if (trace.resources[index].counted !== null) return;
        let seen = 0;
        if (kind in kindOfUse) {
          for (let event = 0; event < events.length; event++) {
            if (events.resource[event] === index && events.kind[event] === kindOfUse[kind]) seen++;
          }
        } else {
          for (let hold = 0; hold < holds.length; hold++) {
            if (holds.resource[hold] === index && !holds.again[hold]) seen++;
          }
        }
        assert.equal(acquisitions, seen, kind);
        if (heldExact !== null) assert.equal(heldExact, countsExact);
      });
    }),
  );
});

test("findings have unique ids, gravest first, and point at places that exist", () => {
  fc.assert(
    fc.property(arbitraryRecording, (drawing) => {
      const trace = drawing.trace();
      const { findings, lanes } = reportOf(trace);
      assert.equal(new Set(findings.map(({ id }) => id)).size, findings.length);
      const grave = findings.map(({ severity }) => ["error", "warning", "info"].indexOf(severity));
      assert.deepEqual(
        grave,
        grave.toSorted((a, b) => a - b),
      );
      for (const { locations, message, advice } of findings) {
        for (const { lane } of locations) assert.ok(lane === null || lane < lanes.length);
        assert.doesNotMatch(message + advice, /\{\w+\}/, "a parameter is missing");
      }
    }),
  );
});
