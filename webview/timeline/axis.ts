/** The time axis, and where the grid lines of a view stand. */
import { axisBottom, type NumberValue, scaleLinear, select } from "d3";
import { tickFormat } from "../../core/layout/duration";
import { type TimeScale, toNs, toPx } from "../../core/layout/time-scale";

/** One tick about every so many pixels. */
const PX_PER_TICK = 130;

export function ticksNs(scale: TimeScale, widthPx: number): number[] {
  const ticks = scaleLinear()
    .domain([scale.t0Ns, toNs(scale, widthPx)])
    .ticks(Math.max(2, Math.floor(widthPx / PX_PER_TICK)));
  // Records are whole nanoseconds: half of one is no moment.
  return ticks.filter(Number.isInteger);
}

export class Axis {
  /** `endNs`: of the trace; it may grow. */
  constructor(
    readonly svg: SVGSVGElement,
    public endNs: number,
  ) {}

  draw(scale: TimeScale, widthPx: number): void {
    // Of a trace that has only begun there is no time to tell.
    const ticks = this.endNs > 1 ? ticksNs(scale, widthPx) : [];
    const stepNs = ticks.length > 1 ? ticks[1] - ticks[0] : Math.max(1, this.endNs);
    const format = tickFormat(ticks[0] ?? 0, ticks.at(-1) ?? 0, stepNs);
    // Pixels are computed here, relative to the left edge: a d3 scale over absolute nanoseconds would round at deep zoom.
    const place = Object.assign((ns: NumberValue) => toPx(scale, Number(ns)), {
      domain: () => [scale.t0Ns, toNs(scale, widthPx)],
      range: () => [0, widthPx],
      copy: () => place,
    });
    const axis = axisBottom<NumberValue>(place as never)
      .tickValues(ticks)
      .tickFormat((ns) => format.label(Number(ns)))
      .tickSize(5)
      .tickPadding(4);
    const group = select(this.svg)
      .attr("width", widthPx)
      .selectAll<SVGGElement, null>("g.axis")
      .data([null])
      .join("g")
      .attr("class", "axis");
    group.call(axis as never);
    group.select(".domain").remove();
    // Labels at the edges stay inside.
    group.selectAll<SVGTextElement, number>(".tick text").attr("text-anchor", (ns) => {
      const x = toPx(scale, ns);
      return x < 24 ? "start" : x > widthPx - 32 ? "end" : "middle";
    });
  }
}
