/** What a chosen thing is tied to without anybody waiting for it: who submitted it, whom it started, who took what it put. */
import type { EdgeFacts, Selection } from "../../core/layout/facts";
import { Edge } from "../../core/trace/types";
import type { ViewKey } from "../view-text";
import { h } from "./dom";
import type { Say } from "./say";

/** As told from its beginning, and from its end. */
const TEXTS: Record<number, readonly [fromHere: ViewKey, toHere: ViewKey]> = {
  [Edge.submitStart]: ["edge.submitted", "edge.ran"],
  [Edge.startRun]: ["edge.starts", "edge.started"],
  [Edge.putGet]: ["edge.puts", "edge.took"],
};

/** `chooseAt`: shows the other end. */
export function tieList(
  say: Say,
  { facts, edges }: Selection,
  chooseAt: (lane: number, timeNs: number) => void,
): HTMLElement | null {
  if (edges.length === 0 || (facts.kind !== "span" && facts.kind !== "item")) return null;
  return h("ul", {}, ...edges.map((edge) => tie(say, edge, facts.lane, facts.kind === "item", chooseAt)));
}

function tie(
  say: Say,
  { kind, fromLane, fromNs, toLane, toNs }: EdgeFacts,
  lane: number,
  isItem: boolean,
  chooseAt: (lane: number, timeNs: number) => void,
): HTMLElement {
  const leaves = fromLane === lane;
  const [fromHere, toHere] = TEXTS[kind] ?? TEXTS[Edge.startRun];
  const key = isItem ? "edge.submit" : leaves ? fromHere : toHere;
  const text = say.t(key, { from: say.lane(fromLane), to: say.lane(toLane) });
  const onclick = () => (leaves ? chooseAt(toLane, toNs) : chooseAt(fromLane, fromNs));
  return h("li", {}, h("button", { class: "step", type: "button", onclick }, text));
}
