/** The page's fixed parts. What fills them is in the files beside this one. */
import type { ViewTranslate } from "../view-text";
import { h } from "./dom";

export interface Skeleton {
  root: HTMLElement;
  header: HTMLElement;
  overview: HTMLElement;
  overviewLabel: HTMLElement;
  overviewCanvas: HTMLCanvasElement;
  overviewSvg: SVGSVGElement;
  axisSvg: SVGSVGElement;
  /** Beside the axis, above the names. */
  axisGutter: HTMLElement;
  scroller: HTMLElement;
  spacer: HTMLElement;
  stage: HTMLElement;
  labels: HTMLElement;
  plot: HTMLElement;
  canvas: HTMLCanvasElement;
  crosshair: HTMLElement;
  cursor: HTMLElement;
  notice: HTMLElement;
  legend: HTMLElement;
  live: HTMLElement;
}

export function buildSkeleton(t: ViewTranslate): Skeleton {
  const canvas = h("canvas", { class: "lanes", attributes: { role: "img", "aria-label": t("page.loading") } });
  const overviewCanvas = h("canvas", { attributes: { role: "img", "aria-label": t("overview.describe") } });
  const overviewSvg = svg("brush-layer");
  const axisSvg = svg("axis-layer");
  const overviewLabel = h("div", { class: "gutter" });
  const header = h("header", { class: "head" });
  const overview = h(
    "div",
    { class: "overview" },
    overviewLabel,
    h("div", { class: "plot" }, overviewCanvas, overviewSvg),
  );
  const labels = h("ul", { class: "labels", attributes: { "aria-label": t("lanes.list") } });
  const cursor = h("div", { class: "cursor", hidden: true, attributes: { "aria-hidden": "true" } });
  const crosshair = h("div", { class: "crosshair", hidden: true });
  const notice = h("div", { class: "notice", hidden: true });
  const plot = h("div", { class: "plot" }, canvas, crosshair, notice);
  const stage = h("div", { class: "stage" }, labels, plot);
  const spacer = h("div", { class: "spacer" });
  const scroller = h("div", { class: "scroller" }, stage, spacer);
  const legend = h("footer", { class: "legend" });
  const live = h("p", { class: "hidden", attributes: { role: "status", "aria-live": "polite" } });
  const axisGutter = h("div", { class: "gutter" });
  const axis = h("div", { class: "axis-strip" }, axisGutter, h("div", { class: "plot" }, axisSvg, cursor));
  const main = h("main", { class: "main" }, overview, axis, scroller);
  const root = h("div", { class: "app" }, header, main, legend, live);
  return {
    root,
    header,
    overview,
    overviewLabel,
    overviewCanvas,
    overviewSvg,
    axisSvg,
    axisGutter,
    scroller,
    spacer,
    stage,
    labels,
    plot,
    canvas,
    crosshair,
    cursor,
    notice,
    legend,
    live,
  };
}

function svg(className: string): SVGSVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  element.setAttribute("class", className);
  // Gestures and pictures: the same is said in words elsewhere.
  element.setAttribute("aria-hidden", "true");
  return element;
}
