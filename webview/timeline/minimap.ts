/** The frame on the minimap (d3-brush) and the marks of findings above it. The picture below is the engine's. */
import { type BrushSelection, brushX, type D3BrushEvent, pointer, select } from "d3";
import { type TimeScale, toNs } from "../../core/layout/time-scale";

export interface MinimapMark {
  timeNs: number;
  severity: string;
  title: string;
}

/** Marks that may be thousands: those that would touch are one. */
export interface MinimapCrowd {
  /** Ascending. */
  timesNs: readonly number[];
  severity: string;
  title(count: number): string;
}

/** Marks of a crowd stand so far apart. */
const CROWD_PX = 11;
/** Narrower than this the frame could not be grabbed. */
const LEAST_FRAME_PX = 6;
const GRIP_PX = 16;

export class Minimap {
  #widthPx = 0;
  #heightPx = 0;
  #byHand = false;
  readonly #brush = brushX<null>();
  readonly #group;

  #endNs = 1;
  #marks: readonly MinimapMark[] = [];
  #crowd: MinimapCrowd | null = null;

  constructor(
    readonly svg: SVGSVGElement,
    readonly show: (fromNs: number, toNs: number) => void,
  ) {
    this.#group = select(svg).append("g").attr("class", "brush");
    this.#brush
      .on("start", (event: D3BrushEvent<null>) => {
        this.#byHand ||= Boolean(event.sourceEvent);
      })
      .on("brush", (event: D3BrushEvent<null>) => {
        if (event.sourceEvent && event.selection) this.#showSelection(event.selection);
      })
      .on("end", (event: D3BrushEvent<null>) => {
        if (!event.sourceEvent) return;
        this.#byHand = false;
        if (!event.selection) this.#centre(pointer(event.sourceEvent, this.svg)[0]);
      });
  }

  /** What the whole width stands for. `follow` moves the frame after it. */
  setTrace(endNs: number, marks: readonly MinimapMark[], crowd: MinimapCrowd): void {
    this.#endNs = endNs;
    this.#marks = marks;
    this.#crowd = crowd;
    this.#placeMarks();
  }

  resize(widthPx: number, heightPx: number): void {
    if (widthPx === this.#widthPx && heightPx === this.#heightPx) return;
    this.#widthPx = widthPx;
    this.#heightPx = heightPx;
    select(this.svg).attr("width", widthPx).attr("height", this.#heightPx);
    this.#brush.extent([
      [0, 0],
      [widthPx, this.#heightPx],
    ]);
    this.#group.call(this.#brush as never);
    // The two grips are ours: d3's handles are invisible areas.
    this.#group
      .selectAll(".grip")
      .data([0, 1])
      .join("rect")
      .attr("class", "grip")
      .attr("width", 5)
      .attr("rx", 2.5)
      .attr("height", GRIP_PX)
      .attr("y", (this.#heightPx - GRIP_PX) / 2)
      .attr("pointer-events", "none");
    this.#placeMarks();
  }

  /** The frame follows the view, unless a hand is on it. */
  follow(scale: TimeScale, viewWidthPx: number): void {
    const fromPx = (scale.t0Ns / this.#endNs) * this.#widthPx;
    const toPx = (toNs(scale, viewWidthPx) / this.#endNs) * this.#widthPx;
    const widerPx = Math.max(0, LEAST_FRAME_PX - (toPx - fromPx)) / 2;
    const left = Math.max(0, fromPx - widerPx);
    const right = Math.min(this.#widthPx, toPx + widerPx);
    if (!this.#byHand) this.#group.call(this.#brush.move as never, [left, right]);
    this.#group.selectAll<SVGRectElement, number>(".grip").attr("x", (side) => (side === 0 ? left : right) - 2.5);
  }

  #placeMarks(): void {
    const place = ({ timeNs }: MinimapMark) => `translate(${(timeNs / this.#endNs) * this.#widthPx},2)`;
    const shapes = select(this.svg)
      .selectAll<SVGPathElement, MinimapMark>("path.mark")
      .data([...this.#crowdMarks(), ...this.#marks])
      .join("path");
    shapes
      .attr("class", ({ severity }) => `mark ${severity}`)
      .attr("d", "M-5,0 L5,0 L0,8 Z")
      .attr("transform", place);
    shapes
      .selectAll("title")
      .data((mark) => [mark.title])
      .join("title")
      .text((title) => title);
  }

  #crowdMarks(): MinimapMark[] {
    if (!this.#crowd) return [];
    const { timesNs, severity, title } = this.#crowd;
    const apartNs = (CROWD_PX / Math.max(this.#widthPx, 1)) * this.#endNs;
    const marks: MinimapMark[] = [];
    for (let first = 0; first < timesNs.length; ) {
      let end = first + 1;
      while (end < timesNs.length && timesNs[end] < timesNs[first] + apartNs) end++;
      marks.push({ timeNs: timesNs[first], severity, title: title(end - first) });
      first = end;
    }
    return marks;
  }

  #showSelection(selection: BrushSelection): void {
    const [left, right] = selection as [number, number];
    this.show((left / this.#widthPx) * this.#endNs, (right / this.#widthPx) * this.#endNs);
  }

  /** A click beside the frame brings it there, as wide as it was. */
  #centre(px: number): void {
    const grips = this.#group.selectAll<SVGRectElement, number>(".grip").nodes();
    const widthPx = Number(grips[1]?.getAttribute("x")) - Number(grips[0]?.getAttribute("x"));
    const left = Math.min(Math.max(0, px - widthPx / 2), this.#widthPx - widthPx);
    this.#showSelection([left, left + widthPx]);
  }
}
