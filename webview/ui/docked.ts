/** The names of the lanes that stand at an edge of the window because their rows are beyond it (core/layout/docked-lanes.ts). */
import { dockedLanes } from "../../core/layout/docked-lanes";
import type { RowLayout } from "../../core/layout/rows";
import { h, refill } from "./dom";
import type { Say } from "./say";

export class Docked {
  readonly element = h("div", { class: "docked-lanes" });

  constructor(
    readonly say: Say,
    /** Brings the lane's row into the window. */
    readonly goTo: (lane: number) => void,
  ) {}

  /** `lanes`: those of the chosen lost update; none for anything else. */
  draw(layout: RowLayout, scrollPx: number, heightPx: number, lanes: readonly number[]): void {
    const docked = lanes.length === 0 ? [] : dockedLanes(layout, scrollPx, heightPx, lanes);
    refill(
      this.element,
      ...docked.map(({ lane, edge, topPx }) => {
        const name = this.say.lane(lane);
        const title = this.say.t(edge === "top" ? "docked.above" : "docked.below", { lane: name });
        return h(
          "button",
          {
            class: `docked ${edge}`,
            type: "button",
            title,
            style: { transform: `translateY(${topPx}px)` },
            attributes: { "aria-label": title },
            onclick: () => this.goTo(lane),
          },
          h("span", { class: "name" }, name, h("span", { class: "way" }, edge === "top" ? "↑" : "↓")),
        );
      }),
    );
  }
}
