/** The page's CSS variables (page.css) as the painter's theme, and when they change. */
import { TONES, type ToneName } from "../../core/layout/tones";
import type { Theme } from "../draw/theme";

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const context = document.createElement("canvas").getContext("2d");
  // A canvas turns any CSS colour (system colours, color-mix) into one that every other canvas understands.
  const color = (name: string): string => {
    const value = style.getPropertyValue(name).trim();
    if (!context || value === "") return value || "#808080";
    context.fillStyle = "#808080";
    context.fillStyle = value;
    return String(context.fillStyle);
  };
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
    level: color("--level"),
    levelLight: color("--level-light"),
    severities: { error: color("--error"), warning: color("--warning"), info: color("--info") },
    font: getComputedStyle(document.body).fontFamily,
    highContrast:
      matchMedia("(forced-colors: active)").matches || document.body.classList.contains("vscode-high-contrast"),
  };
}

/** Calls `changed` when the system's or the editor's theme changes. */
export function watchTheme(changed: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", changed);
  }
  new MutationObserver(changed).observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id"],
  });
  new MutationObserver(changed).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["style", "class"],
  });
}
