/**
 * What came over the edge between the editor's host and the timeline: one of our messages, or null. Both sides are ours, but
 * in an editor they may be of two versions, and a window also gets messages that are for others.
 */
import * as v from "valibot";
import { SORTS } from "../layout/arrangement";
import type { HostToView, ViewState, ViewToHost } from "./host-view";
import type { HostMessage } from "./messages";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = v.string();

const target = v.variant("kind", [
  v.object({ kind: v.literal("wait"), lane: count, startNs: finite }),
  v.object({ kind: v.literal("finding"), id: text }),
  v.object({ kind: v.literal("lane"), lane: count }),
  v.object({ kind: v.literal("line"), file: text, line: count }),
  v.object({ kind: v.literal("hold"), resource: count, startNs: finite }),
  v.object({ kind: v.literal("item"), pool: count, job: count, index: count, offset: count }),
  v.object({ kind: v.literal("loss"), variable: count, loss: count }),
]);

const status = v.looseObject({
  phase: v.picklist(["starting", "running", "stopping", "reading", "ended", "saved"]),
  elapsedMs: finite,
  lanes: count,
  records: count,
  dropped: count,
  bytes: finite,
  lagMs: finite,
  exitCode: v.nullable(v.pipe(v.number(), v.integer())),
  signal: v.nullable(text),
  canSave: v.boolean(),
});

const toView = v.variant("type", [
  // What is in it is checked row by row where it is put together (assemble.ts).
  v.object({ type: v.literal("trace"), message: v.looseObject({ type: text, seq: count }) }),
  v.object({ type: v.literal("run"), status }),
  v.object({ type: v.literal("reveal"), target }),
  v.object({ type: v.literal("failed"), reason: text }),
]);

const toHost = v.variant("type", [
  v.object({ type: v.literal("ready"), version: count }),
  v.object({ type: v.literal("taken"), seq: count }),
  v.object({ type: v.literal("openSource"), site: count, keepsFocus: v.optional(v.literal(true)) }),
  v.object({ type: v.literal("stop") }),
  v.object({ type: v.literal("save") }),
  v.object({ type: v.literal("problem"), reason: text }),
]);

const order = v.array(count);
const rows = v.object({
  arrangement: v.object({
    filter: text,
    sort: v.picklist(SORTS),
    hideIdle: v.boolean(),
    internal: v.nullable(v.boolean()),
    pinned: v.array(text),
    orders: v.object({ lanes: order, tracks: order, pools: order, processes: order }),
    revealed: v.array(text),
  }),
  folds: v.array(v.tuple([text, v.boolean()])),
  othersClosed: v.nullable(v.boolean()),
});

const kept = v.object({
  trace: text,
  t0Ns: finite,
  nsPerPx: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  scrollPx: v.pipe(v.number(), v.finite(), v.minValue(0)),
  following: v.boolean(),
  selection: v.nullable(target),
  // Without them the rest is worth keeping still.
  rows: v.fallback(v.nullable(rows), null),
});

export function hostToView(data: unknown): HostToView | null {
  const { success, output } = v.safeParse(toView, data);
  if (!success) return null;
  return output.type === "trace"
    ? { type: "trace", message: output.message as unknown as HostMessage }
    : (output as HostToView);
}

export function viewToHost(data: unknown): ViewToHost | null {
  const { success, output } = v.safeParse(toHost, data);
  return success ? output : null;
}

export function viewState(data: unknown): ViewState | null {
  const { success, output } = v.safeParse(kept, data);
  return success ? output : null;
}
