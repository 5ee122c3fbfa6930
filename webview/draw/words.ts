/** The words inside spans, longest first; what does not fit is left out. */
import { visibleText } from "../../core/l10n/format";
import type { LossAccess, LossFacts } from "../../core/layout/facts";
import { blocksLoop } from "../../core/layout/loop-holders";
import { type Model, waitOfSpan } from "../../core/layout/model";
import { Tone } from "../../core/layout/tones";
import { Band } from "../../core/layout/tracks";
import { WaitOp } from "../../core/trace/types";
import type { Names } from "../names";
import type { WordTranslate } from "../word-text";

export interface SpanWords {
  span(model: Model, lane: number, span: number): string[];
  /** A hold on its lock's track: who, and how many wait. */
  hold(model: Model, hold: number, waiters: number): string[];
  band(state: number): string[];
  /** An item of a pool. */
  item(model: Model, item: number): string[];
  /** An access of a lost update. */
  access(model: Model, facts: LossFacts, access: LossAccess): string[];
}

export function spanWords(translate: WordTranslate, names: () => Names | null): SpanWords {
  const words = wordsOf(translate, names);
  return {
    ...words,
    span(model, lane, span) {
      const own = words.span(model, lane, span);
      return blocksLoop(model, lane, span) ? [translate("span.blocksLoop", { what: own[0] }), ...own] : own;
    },
  };
}

function wordsOf(translate: WordTranslate, names: () => Names | null): SpanWords {
  return {
    span(model, lane, span) {
      const store = model.lanes[lane];
      const { waits } = model.trace;
      const wait = waitOfSpan(model, lane, span);
      const op = wait >= 0 ? waits.op[wait] : 0;
      const object = wait >= 0 ? waits.object[wait] : -1;
      const name = wait < 0 ? "" : (names()?.object(op, object) ?? "");
      switch (store.stateOf(span)) {
        case Tone.running:
          return [translate("span.running"), translate("span.runningShort")];
        case Tone.gil:
          return [translate("span.gil"), translate("span.gilShort")];
        case Tone.blocked:
          return name === ""
            ? [translate("span.blocked")]
            : [translate("span.blockedOn", { name }), translate("span.blocked")];
        case Tone.io:
          return name === "" || name === translate("span.io")
            ? [translate("span.io")]
            : [translate("span.ioOf", { what: name }), translate("span.io")];
        case Tone.ready:
          return [translate("span.ready")];
        case Tone.sleeping:
          return [translate("span.sleeping")];
        case Tone.unknown:
          return [translate(model.trace.lanes[lane].kind === "process" ? "span.notTraced" : "span.unknown")];
        case Tone.idle:
          return [translate("span.idle")];
        default:
          if (op === WaitOp.future && name !== "")
            return [
              translate("span.waitsResult", { name }),
              translate("span.waitsFor", { name }),
              translate("span.waiting"),
            ];
          if (op === WaitOp.poolJoin && name !== "")
            return [
              translate("span.waitsPool", { name }),
              translate("span.waitsFor", { name }),
              translate("span.waiting"),
            ];
          if (op === WaitOp.tasks) return [translate("span.waitsTasks"), translate("span.waiting")];
          if (op === WaitOp.threadJoin && object < 0)
            return [translate("span.waitsThreads"), translate("span.waiting")];
          return name === ""
            ? [translate("span.waiting")]
            : [translate("span.waitsFor", { name }), translate("span.waiting")];
      }
    },
    hold(model, hold, waiters) {
      const { holds, lanes } = model.trace;
      const lane = lanes[holds.lane[hold]];
      const owner = names()?.lane(holds.lane[hold]) ?? visibleText(lane?.name ?? "");
      // Its thread is gone and the lock is still held: nobody will ever let it go.
      if (lane?.ended && !holds.closed[hold] && holds.endNs[hold] > lane.endNs)
        return [translate("span.ownerNeverReleased", { owner }), translate("span.neverReleased"), owner];
      if (waiters === 0) return [owner];
      return [translate("span.ownerAndWaiters", { owner, count: waiters }), `${owner} · ${waiters}`, owner];
    },
    band(state) {
      return state === Band.none ? [] : [translate("span.set")];
    },
    item({ trace: { items } }, item) {
      const whole = names()?.item(items.functionSite[item], items.count[item]) ?? "";
      return [whole];
    },
    access(model, { accesses }, { role, version, site }) {
      const line = model.trace.sites[site]?.line ?? 0;
      const lost = accesses.find((access) => access.role === "victim")?.version ?? 0;
      const short = translate(role === "read" || role === "victimRead" ? "access.read" : "access.write", { version });
      const whole = role === "write" ? translate("access.overwrites", { version, lost }) : short;
      const all = [whole, short];
      return line > 0 ? [translate("access.atLine", { what: whole, line }), ...all] : all;
    },
  };
}
