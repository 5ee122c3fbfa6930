/** The signs on buttons, as strokes in a square of 16: a font's signs look different on every machine. */

const PATHS = {
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14",
  help: "M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.8M8 12.4v.2",
  follow: "M2.5 8h7M6.6 4.8 9.8 8l-3.2 3.2M13 2.5v11",
  stop: "M4.5 4.5h7v7h-7z",
  save: "M8 2.5v7.2M4.9 6.8 8 9.9l3.1-3.1M3 13.2h10",
  play: "M5 3.2v9.6l7.6-4.8Z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  steps: "M3 3v10M6.5 4.2v7.6L12.8 8Z",
  close: "m4 4 8 8M12 4l-8 8",
  left: "M9.8 4 6 8l3.8 4",
  right: "M6.2 4 10 8l-3.8 4",
  down: "m4 6.2 4 4 4-4",
  up: "m4 9.8 4-4 4 4",
  zoom: "M8.8 7.2 13 3M9.5 3H13v3.5M7.2 8.8 3 13M6.5 13H3V9.5",
  filter: "M2.5 3.5h11L9.3 8.4v4.1l-2.6-1.6V8.4Z",
  arrange: "M2.5 4h11M4.5 8h7M6.5 12h3",
  pin: "M6 2.5h4M6.6 2.5v4L4.5 9h7L9.4 6.5v-4M8 9v4.5",
  check: "m3.5 8.5 3 3 6-7",
} as const;
export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [
    ["class", "icon"],
    ["viewBox", "0 0 16 16"],
    ["aria-hidden", "true"],
  ]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
