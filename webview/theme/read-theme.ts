/** The page's CSS variables (styles/theme.css) as the painter's theme, and when they change. */
import { TONES, type ToneName } from "../../core/layout/tones";
import type { Theme } from "../draw/theme";
import { isHighContrast, themeKind } from "./kind";
import { choosePalette, inkOn, markOn, type Palette, TOUCHING, type TouchingTone } from "./palette";

/** Which of the editor's variables stands for which tone. `unknown` has none: lost records are no colour of a chart. */
const OFFERED: Partial<Record<TouchingTone, string>> = {
  running: "--vscode-charts-green",
  blocked: "--vscode-charts-red",
  gil: "--vscode-charts-purple",
  io: "--vscode-charts-blue",
  held: "--vscode-charts-yellow",
  // The charts have no pink; the terminal's magenta is a theme's own.
  race: "--vscode-terminal-ansiMagenta",
};

/** Colours that were derived from the editor's; above theme.css. A sheet made by script needs no leave of the policy. */
const derived = new CSSStyleSheet();

/** Decides between dark and light and derives colours from the editor's. To be called before anything reads a colour. */
export function applyTheme(): void {
  const root = document.documentElement;
  root.dataset.theme = themeKind();
  if (!document.adoptedStyleSheets.includes(derived)) document.adoptedStyleSheets.push(derived);
  derived.replaceSync("");
  if (document.body.dataset.home !== "vscode" || isHighContrast()) return;
  const read = colorReader();
  const own = Object.fromEntries(TOUCHING.map((tone) => [tone, read(`--${tone}`)])) as Palette;
  const offered: Partial<Palette> = {};
  for (const [tone, variable] of Object.entries(OFFERED) as [TouchingTone, string][]) {
    const color = read(variable);
    if (color !== "") offered[tone] = color;
  }
  const palette = choosePalette(own, offered, read("--bg"));
  const rules = TOUCHING.filter((tone) => palette[tone] !== own[tone]).map((tone) => rulesOf(tone, palette[tone]));
  for (const severity of ["error", "warning", "accent"])
    rules.push(`--${severity}-ink:${inkOn(read(`--${severity}`))};`);
  // More telling than what theme.css says of a kind.
  derived.replaceSync(`:root:root[data-theme]{${rules.join("")}}`);
}

function rulesOf(tone: TouchingTone, color: string): string {
  const mark = tone === "blocked" || tone === "gil" || tone === "io" ? `--${tone}-mark:${markOn(color)};` : "";
  return `--${tone}:${color};--${tone}-ink:${inkOn(color)};${mark}`;
}

export function readTheme(): Theme {
  const color = colorReader();
  const ofTones = (suffix: string) =>
    Object.fromEntries(TONES.map((tone) => [tone, color(`--${tone}${suffix}`)])) as Record<ToneName, string>;
  return {
    background: color("--bg"),
    band: color("--band"),
    grid: color("--grid"),
    text: color("--text"),
    muted: color("--muted"),
    accent: color("--accent"),
    accentInk: color("--accent-ink"),
    tones: ofTones(""),
    marks: ofTones("-mark"),
    inks: ofTones("-ink"),
    held: color("--held"),
    heldInk: color("--held-ink"),
    heldQuiet: color("--held-quiet"),
    itemGround: color("--item"),
    itemRaised: color("--item-raised"),
    itemEdge: color("--item-edge"),
    race: color("--race"),
    raceInk: color("--race-ink"),
    level: color("--level"),
    levelLight: color("--level-light"),
    severities: { error: color("--error"), warning: color("--warning"), info: color("--info") },
    font: getComputedStyle(document.body).fontFamily,
    highContrast: isHighContrast(),
  };
}

/** Reads a variable as `#rrggbb`; "" for one that is not there. */
function colorReader(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return (name) => {
    const value = style.getPropertyValue(name).trim();
    if (!context || value === "") return value;
    // One pixel of it: turns system colours, color-mix and see-through colours (over the ground) into plain ones.
    context.fillStyle = style.getPropertyValue("--bg").trim();
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}

/** Calls `changed` when the system's or the editor's theme has changed and its colours are in place. */
export function watchTheme(changed: () => void): void {
  const update = () => {
    applyTheme();
    changed();
  };
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", update);
  }
  new MutationObserver(update).observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id"],
  });
  new MutationObserver(update).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["style", "class"],
  });
}
